/** An act that can be taken back: nobody was sent word of it, and the server knows the way back. */
export interface Undo {
	/** What will be taken back, in words. */
	what: string;
	/** Key of the thing it is about. */
	about: string;
	/** @returns why not, in the person's language; null when it is taken back */
	run: () => Promise<string | null>;
}

/** So many of the newest acts are remembered. */
const MOST = 50;

/** The acts of this person on this page that can be taken back, the newest last. */
export class Undos {
	#acts = $state.raw<Undo[]>([]);
	#running = $state(false);

	/** What would be taken back next; null when nothing can, or something is being taken back. */
	get next(): Undo | null {
		return this.#running ? null : (this.#acts.at(-1) ?? null);
	}

	add(act: Undo): void {
		this.#acts = [...this.#acts, act].slice(-MOST);
	}

	/** What was done with these things cannot be taken back any more: others know of it. */
	settle(keys: readonly string[]): void {
		this.#acts = this.#acts.filter(({ about }) => !keys.includes(about));
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
