import { expect, test } from 'vitest';
import { reportState } from '#lib/campaign/reports/report-state.ts';
import { quangTri } from '#lib/campaign/test-campaign.ts';
import { deadlineOf } from './deadline.ts';
import { stateWords } from './state-words.ts';

const evening = new Date('2025-03-07T14:00:00Z');
const state = reportState(quangTri, { days: {}, unlocks: {} }, '2025-03-07', evening);
const deadline = (finished: boolean) =>
	deadlineOf(quangTri, state, { now: evening, unlocks: {}, finished });

test('a commune that owes figures is told that it is late', () => {
	expect(deadline(false)?.urgency).toBe('past');
	expect(stateWords(state, false)).toContain('quá hạn');
});

test('a commune that has reached its target is told so calmly, and late with nothing', () => {
	expect(deadline(true)).toEqual({ urgency: 'calm', text: 'đã đủ chỉ tiêu' });
	expect(stateWords(state, true)).not.toContain('quá hạn');
});
