import { describe, expect, test } from 'vitest';
import { rootOf } from '#lib/campaign/board.ts';
import { reduce } from '#lib/campaign/reduce.ts';
import { reviewRows } from '#lib/campaign/reports/review-list.ts';
import { summarize, type UnitSummary } from '#lib/campaign/status/summary.ts';
import { smallBoard, testReport } from '#lib/campaign/test-campaign.ts';
import { lookOf } from '../map/looks.ts';
import { rank } from './ranking-order.ts';
import { progressWords } from './progress-words.ts';

const now = new Date('2025-03-07T11:00:00Z');
const NONE = {
	books: { amount: 0, origin: 'plan' },
	cases: { amount: 0, origin: 'plan' }
} as const;

/** Five cases came from a commune whose target is as given; its district has none either. */
function boardWith(targets: object) {
	const board = smallBoard();
	for (const code of ['19330', '19333', '461']) Object.assign(board.units.get(code)!, { targets });
	reduce(board, testReport(1, 5));
	return board;
}

describe.each([
	['a target of 0', NONE],
	['no target', {}]
])('a place with %s that reported', (_, targets) => {
	const board = boardWith(targets);
	const summary = (code: string) => summarize(board, board.units.get(code)!, now);

	test('is counted and flagged, at every level; a silent neighbour has nothing to do', () => {
		for (const code of ['19330', '461'])
			expect(summary(code)).toMatchObject({
				status: 'untargeted',
				share: null,
				done: { cases: 5 }
			});
		expect(summary('19333').status).toBe('none');
		expect(summarize(board, rootOf(board), now).done['cases']).toBe(5);
	});

	test('shows what was reported in the ranking, in words, in the review and on every layer of the map', () => {
		const all = [...board.units.values()].map((unit) => summarize(board, unit, now));
		const last = rank(all, 'name', 'cases', 'vi').at(-1);
		expect(last).toBe('19333');
		expect(progressWords(summary('19330'), 'cases')).toBe('Chưa có chỉ tiêu · hôm nay 5');
		const row = reviewRows(board, '2025-03-07', now).find(({ code }) => code === '19330');
		expect(row).toMatchObject({ share: null, report: { amounts: { cases: 5 } } });
		const look = (unit: UnitSummary, layer: 'status' | 'progress' | 'freshness') =>
			lookOf(unit, undefined, { layer, now, pattern: (name) => name, primary: 'cases' });
		for (const layer of ['status', 'progress'] as const)
			expect(look(summary('19330'), layer)).toMatchObject({ fill: 'untargeted', figure: '5' });
		expect(look(summary('19330'), 'freshness').figure).not.toBe('');
		expect(look(summary('19330'), 'status').label).toContain('chưa có chỉ tiêu');
		expect(look(summary('19333'), 'status').figure).toBe('');
	});
});
