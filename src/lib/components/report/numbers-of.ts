import type { NamedDispute } from '#lib/campaign/reports/entry.ts';

/** The different numbers of a dispute, each as it was typed last; in the order in which they came up. */
export function numbersOf({ typed }: NamedDispute): NamedDispute['typed'] {
	const numbers = new Map(typed.map((number) => [number.amount, number]));
	return [...numbers.values()];
}
