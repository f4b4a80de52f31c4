import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { disputesAfter, type Dispute, type RevisionLines, type StandingLine } from './disputes.ts';
import { fieldOf } from './report-line.ts';

const line = (category: string, amount: number) => ({ category, measure: 'cases', amount });
/** Revisions numbered as they stand, each with what its sender had seen and what it named. */
const revisions = (
	...all: [base: number, ...lines: ReturnType<typeof line>[]][]
): RevisionLines[] =>
	all.map(([base_revision, ...lines], i) => ({ revision: i + 1, base_revision, lines }));

/** The disputes of a day, worked out revision by revision from what was open and what stood. */
function disputesOf(revisions: readonly RevisionLines[]): Dispute[] {
	const stands = new Map<string, StandingLine>();
	let open: Dispute[] = [];
	for (const one of revisions) {
		const stood = one.lines.flatMap((line) => stands.get(fieldOf(line)) ?? []);
		open = disputesAfter(open, stood, one);
		for (const line of one.lines) {
			stands.set(fieldOf(line), { ...line, revision: one.revision });
		}
	}
	return open;
}

/** The same from all revisions that ever were, as the rule says it. */
function disputesOfAll(revisions: readonly RevisionLines[]): Dispute[] {
	const stands = new Map<string, { revision: number; amount: number }>();
	const open = new Map<string, Dispute>();
	for (const { revision, base_revision, lines } of revisions) {
		for (const { category, measure, amount } of lines) {
			const field = fieldOf({ category, measure });
			const last = stands.get(field);
			const unseen = last !== undefined && last.revision > base_revision;
			if (unseen && last.amount !== amount) {
				const typed = open.get(field)?.typed ?? [last];
				open.set(field, { category, measure, typed: [...typed, { revision, amount }] });
			} else if (!unseen) open.delete(field);
			stands.set(field, { revision, amount });
		}
	}
	return [...open.values()];
}

describe('two people and one day', () => {
	test('different fields merge', () => {
		expect(disputesOf(revisions([0, line('birth', 52)], [0, line('death', 3)]))).toEqual([]);
	});

	test('the same field, unseen, with another number: both are kept, the newest stands', () => {
		expect(disputesOf(revisions([0, line('birth', 52)], [0, line('birth', 48)]))).toEqual([
			{
				category: 'birth',
				measure: 'cases',
				typed: [
					{ revision: 1, amount: 52 },
					{ revision: 2, amount: 48 }
				]
			}
		]);
	});

	test('the same number typed twice is no dispute', () => {
		expect(disputesOf(revisions([0, line('birth', 52)], [0, line('birth', 52)]))).toEqual([]);
	});

	test('who had seen the number may change it', () => {
		expect(disputesOf(revisions([0, line('birth', 52)], [1, line('birth', 48)]))).toEqual([]);
	});

	test('a third unseen number is asked about too', () => {
		const [dispute] = disputesOf(
			revisions([0, line('birth', 52)], [0, line('birth', 48)], [1, line('birth', 50)])
		);
		expect(dispute?.typed.map(({ amount }) => amount)).toEqual([52, 48, 50]);
	});

	test('naming the field after seeing all settles it, also with the number that stands', () => {
		for (const amount of [48, 52, 50]) {
			const settled = revisions(
				[0, line('birth', 52)],
				[0, line('birth', 48)],
				[2, line('birth', amount)]
			);
			expect(disputesOf(settled)).toEqual([]);
		}
	});

	test('a revision about other fields settles nothing', () => {
		const all = revisions([0, line('birth', 52)], [0, line('birth', 48)], [2, line('death', 1)]);
		expect(disputesOf(all)).toHaveLength(1);
	});
});

const CATEGORIES = ['birth', 'death', 'adoption'];
const lines = fc.uniqueArray(
	fc.record({
		category: fc.constantFrom(...CATEGORIES),
		measure: fc.constantFrom('books', 'cases'),
		amount: fc.nat(3)
	}),
	{ selector: fieldOf, minLength: 1, maxLength: 6 }
);
/** A day's revisions; nobody has seen what came after. */
const day = fc
	.array(fc.record({ lines, seen: fc.nat(12) }), { minLength: 1, maxLength: 12 })
	.map((sent) =>
		sent.map(({ lines, seen }, i) => ({
			revision: i + 1,
			base_revision: Math.min(seen, i),
			lines
		}))
	);

/** What stands after all revisions, as the tables have it. */
function standing(all: RevisionLines[]): Map<string, number> {
	return new Map(
		all.flatMap(({ lines }) => lines.map((one) => [fieldOf(one), one.amount] as const))
	);
}

describe('whatever was sent', () => {
	test('disputes from what is open are those from everything that ever was', () => {
		fc.assert(
			fc.property(day, (all) => {
				expect(disputesOf(all)).toEqual(disputesOfAll(all));
			}),
			{ numRuns: 2000 }
		);
	});

	test('different fields never dispute, whoever had seen what', () => {
		const apart = day.map((all) => {
			const taken = new Set<string>();
			return all.map((revision) => ({
				...revision,
				lines: revision.lines.filter((one) => !taken.has(fieldOf(one)) && taken.add(fieldOf(one)))
			}));
		});
		fc.assert(
			fc.property(apart, (all) => {
				expect(disputesOf(all)).toEqual([]);
			})
		);
	});

	test('people who see everything before they send never dispute', () => {
		fc.assert(
			fc.property(day, (all) => {
				const seen = all.map((one) => ({ ...one, base_revision: one.revision - 1 }));
				expect(disputesOf(seen)).toEqual([]);
			})
		);
	});

	test('a revision that has seen all and names the disputed fields settles them', () => {
		fc.assert(
			fc.property(day, fc.nat(3), (all, amount) => {
				const open = disputesOf(all);
				const settling = {
					revision: all.length + 1,
					base_revision: all.length,
					lines: open.map(({ category, measure }) => ({ category, measure, amount }))
				};
				expect(disputesOf([...all, settling])).toEqual([]);
			}),
			{ numRuns: 1000 }
		);
	});

	test('settling some leaves the others as they were', () => {
		fc.assert(
			fc.property(day, (all) => {
				const [first, ...rest] = disputesOf(all);
				fc.pre(first !== undefined);
				const { category, measure } = first;
				const settling = {
					revision: all.length + 1,
					base_revision: all.length,
					lines: [{ category, measure, amount: 1 }]
				};
				expect(disputesOf([...all, settling])).toEqual(rest);
			})
		);
	});

	test('the last number of a dispute is the one that stands, and another one stands beside it', () => {
		fc.assert(
			fc.property(day, (all) => {
				const stands = standing(all);
				for (const dispute of disputesOf(all)) {
					const amounts = dispute.typed.map(({ amount }) => amount);
					expect(amounts.at(-1)).toBe(stands.get(fieldOf(dispute)));
					expect(new Set(amounts).size).toBeGreaterThan(1);
					const order = dispute.typed.map(({ revision }) => revision);
					expect(order).toEqual(order.toSorted((a, b) => a - b));
				}
			}),
			{ numRuns: 1000 }
		);
	});

	test('every number of a dispute was sent in the revision it names', () => {
		fc.assert(
			fc.property(day, (all) => {
				for (const dispute of disputesOf(all)) {
					for (const { revision, amount } of dispute.typed) {
						const sent = all[revision - 1]?.lines.find((one) => fieldOf(one) === fieldOf(dispute));
						expect(sent?.amount).toBe(amount);
					}
				}
			})
		);
	});
});
