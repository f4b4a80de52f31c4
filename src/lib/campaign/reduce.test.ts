import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { boardFrom, snapshotOf } from '#lib/protocol/snapshot.ts';
import { doneBy, unallocatedOf, type CampaignBoard } from './board.ts';
import type { Fact } from './facts.ts';
import { reduce } from './reduce.ts';
import { smallBoard, testReport } from './test-campaign.ts';

const now = new Date('2025-03-07T10:00:00Z');
const communes = ['19330', '19333', '19678'];
const dates = ['2025-03-05', '2025-03-06', '2025-03-07'];

const amounts = fc.record({ books: fc.nat(50), cases: fc.nat(5000) });
const untold = fc.oneof(
	fc
		.record({
			unit: fc.constantFrom(...communes, 'unknown'),
			date: fc.constantFrom(...dates),
			revision: fc.integer({ min: 1, max: 9 }),
			base_revision: fc.nat(8),
			amounts,
			receipt: fc.string({ minLength: 4, maxLength: 4 }),
			timely: fc.boolean(),
			device_time: fc.constant(null)
		})
		.chain((data) =>
			fc.constantFrom('report.submitted', 'report.corrected').map((kind) => ({ kind, data }))
		),
	fc
		.record({ unit: fc.constantFrom(...communes), target: amounts })
		.map((data) => ({ kind: 'target.declared', data })),
	fc.constantFrom(...dates).map((date) => ({ kind: 'day.opened', data: { date, day: 5 } })),
	fc.constant({ kind: 'kind.of.a.later.version', data: { anything: true } })
);
/** Random histories: numbered, dated, of every kind the log can hold and one it cannot. */
const history = fc.array(untold, { maxLength: 40 }).map((facts) =>
	facts.map((fact, i) => {
		const at = new Date(Date.parse('2025-03-05T02:00:00Z') + i * 60_000).toISOString();
		return { ...fact, seq: i + 1, at, actor: 'commune-19330' } as Fact;
	})
);

const folded = (facts: Fact[], board: CampaignBoard = smallBoard()): CampaignBoard => {
	for (const fact of facts) reduce(board, structuredClone(fact));
	return board;
};

describe('folding facts', () => {
	test('a snapshot taken anywhere and the facts after it make the same board', () => {
		fc.assert(
			fc.property(history, fc.nat(40), (facts, cut) => {
				const straight = folded(facts);
				const halfway = snapshotOf(folded(facts.slice(0, cut)), now);
				const wire = JSON.parse(JSON.stringify(halfway)) as typeof halfway;
				const resumed = folded(facts.slice(cut), boardFrom(wire));
				expect(snapshotOf(resumed, now)).toEqual(snapshotOf(straight, now));
			}),
			{ numRuns: 300 }
		);
	});

	test('a fact folded twice changes nothing', () => {
		fc.assert(
			fc.property(history, fc.nat(40), (facts, from) => {
				const again = folded(facts.slice(0, from), folded(facts));
				expect(snapshotOf(again, now)).toEqual(snapshotOf(folded(facts), now));
			})
		);
	});

	test("a parent's figures are the sums of its communes", () => {
		fc.assert(
			fc.property(history, (facts) => {
				const { units } = snapshotOf(folded(facts), now);
				for (const parent of units.filter(({ level }) => level !== 'commune')) {
					const below = units.filter((unit) => unit.parent === parent.code);
					const cases = below.reduce((sum, unit) => sum + (unit.done['cases'] ?? 0), 0);
					expect(parent.done['cases']).toBe(cases);
				}
			})
		);
	});
});

test('a correction replaces the day, it does not add to it', () => {
	const board = folded([testReport(1, 2120), testReport(2, 212)]);
	const province = board.units.get('45');
	expect(province && doneBy(board, province)).toEqual({ books: 1, cases: 212 });
});

test('what the province promised and no district was given stays visible', () => {
	const board = smallBoard();
	const [province, district] = [board.units.get('45'), board.units.get('461')];
	expect(province && unallocatedOf(board, province)).toEqual({ books: 0, cases: 44 });
	expect(district && unallocatedOf(board, district)).toEqual({ books: 0, cases: 0 });
});
