/** Something a planner did that can be taken back: nobody but the planners has been told of it. */
export interface Undo {
	/** What will be taken back, in words. */
	what: string;
	/** The visit it is about. */
	number: number;
	/** @returns why not, in the person's language; null when it is taken back */
	run: () => Promise<string | null>;
}

/** The acts of this person in this planner that can be taken back, the newest last. */
export class PlanUndos {
	#acts = $state.raw<Undo[]>([]);
	#running = $state(false);

	/** What would be taken back next; null when nothing can, or something is being taken back. */
	get next(): Undo | null {
		return this.#running ? null : (this.#acts.at(-1) ?? null);
	}

	add(act: Undo): void {
		this.#acts = [...this.#acts, act].slice(-50);
	}

	/** What was done with these visits cannot be taken back any more: others know of it. */
	settle(numbers: readonly number[]): void {
		this.#acts = this.#acts.filter(({ number }) => !numbers.includes(number));
	}

	/** Takes the newest act back. What was refused stays, to be tried again or to be overtaken. */
	async undo(): Promise<{ what: string; why: string | null } | null> {
		const act = this.next;
		if (!act) return null;
		this.#running = true;
		const why = await act.run().finally(() => (this.#running = false));
		if (why === null) this.#acts = this.#acts.filter((one) => one !== act);
		return { what: act.what, why };
	}
}
