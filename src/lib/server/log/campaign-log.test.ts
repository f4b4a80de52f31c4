import { expect, test } from 'vitest';
import type { LoggedFact } from '#lib/campaign/facts.ts';
import { smallBoard, testReport } from '#lib/campaign/test-campaign.ts';
import { CampaignLog } from './campaign-log.ts';

const fact = (seq: number, mark: string): LoggedFact => ({
	...testReport(seq),
	signed: null,
	mark
});
const emptyLog = () =>
	new CampaignLog(
		undefined as never,
		1,
		{ board: smallBoard(), recent: [] },
		{ asOf: () => new Date(), load: () => Promise.reject(new Error('not in this test')) }
	);

/** A log of three facts, of one past. */
function logOfThree(): CampaignLog {
	const log = emptyLog();
	log.hear({ before: 'start', facts: [fact(1, 'a')] });
	log.hear({ before: 'a', facts: [fact(2, 'b'), fact(3, 'b')] });
	return log;
}

test('facts that wait for others are applied once those have come', () => {
	const log = emptyLog();
	expect(log.hear({ before: 'a', facts: [fact(2, 'b')] })).toBe(true);
	expect(log.board.seq).toBe(0);
	expect(log.hear({ before: 'start', facts: [fact(1, 'a')] })).toBe(false);
	expect(log.board).toMatchObject({ seq: 2, mark: 'b' });
});

test('facts that follow another past are not applied, though their number comes next', () => {
	const log = logOfThree();
	expect(log.hear({ before: 'other', facts: [fact(4, 'd')] })).toBe(true);
	expect(log.board).toMatchObject({ seq: 3, mark: 'b' });
});

test('what came after is told only to who has the same past', () => {
	const log = logOfThree();
	expect(log.after(1, 'a')?.map(({ seq }) => seq)).toEqual([2, 3]);
	expect(log.after(3, 'b')).toEqual([]);
	expect(log.after(1, 'other')).toBeNull();
	expect(log.after(3, 'other')).toBeNull();
	expect(log.after(4, 'd')).toBeNull();
	// Programs that do not say which past they have are believed.
	expect(log.after(0)).toHaveLength(3);
});

test('the head of a log with another past is recognised, wherever it stands', () => {
	const log = logOfThree();
	expect(log.agrees({ head_seq: 3, mark: 'b' })).toBe(true);
	expect(log.agrees({ head_seq: 3, mark: 'other' })).toBe(false);
	expect(log.agrees({ head_seq: 1, mark: 'other' })).toBe(false);
	// Read before this process heard of two more.
	expect(log.agrees({ head_seq: 1, mark: 'a' })).toBe(true);
});
