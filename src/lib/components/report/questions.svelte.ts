import type { SoftAnswer, SoftFinding } from '#lib/campaign/reports/soft-checks.ts';

/** What looks wrong about the report on screen, and what was answered. An answer is about its figures. */
export class Questions {
	/** Whether they are on screen: from pressing send until all is answered or edited. */
	asking = $state(false);
	/** What a typed running total was understood as, until the next edit. */
	understood = $state.raw<{ measure: string; day: number; total: number } | null>(null);
	readonly #find: () => SoftFinding[];
	readonly #findings: SoftFinding[] = $derived.by(() => this.#find());
	#confirmed = $state.raw<SoftFinding[]>([]);
	readonly open = $derived(
		this.#findings.filter((finding) => !this.#confirmed.some((yes) => isSame(yes, finding)))
	);

	/** What is asked now: all that one answer settles, about one measure; null when nothing is. */
	readonly current: readonly [SoftFinding, ...SoftFinding[]] | null = $derived.by(() => {
		const [first, ...others] = this.open;
		if (!this.asking || !first) return null;
		return [first, ...others.filter((other) => isAskedWith(first, other))];
	});
	/** Whether the answer to it is the last one before sending. */
	readonly isLast = $derived(this.current?.length === this.open.length);

	constructor(find: () => SoftFinding[]) {
		this.#find = find;
	}

	/** Yes to what is asked now. */
	confirm(): void {
		this.#confirmed = [...this.#confirmed, ...(this.current ?? [])];
	}

	/** Something was edited: nothing is asked until the next try. */
	rest(): void {
		this.asking = false;
		this.understood = null;
	}

	/** What goes with the submission: everything asked about it and confirmed. */
	get answers(): SoftAnswer[] {
		return this.#findings
			.filter((finding) => !this.open.includes(finding))
			.map(({ check, measure }) => ({ check, measure }));
	}
}

/** One number, one question: whatever is odd about a measure's amount. Another one's absence is asked apart. */
function isAskedWith(first: SoftFinding, other: SoftFinding): boolean {
	const missing = ({ check }: SoftFinding) => check === 'measure_missing';
	return first.measure === other.measure && missing(first) === missing(other);
}

function isSame(one: SoftFinding, other: SoftFinding): boolean {
	const text = ({ check, measure, params }: SoftFinding) =>
		JSON.stringify([check, measure, Object.entries(params).sort()]);
	return text(one) === text(other);
}
