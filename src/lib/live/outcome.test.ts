import { expect, test } from 'vitest';
import type { SupportRequest } from '#lib/campaign/requests/request.ts';
import { stillSays } from './outcome.ts';

const board = (seq: number, state: SupportRequest['state'], group: string | null) => ({
	seq,
	requests: new Map([[12, { number: 12, state, holder: group && { group } } as SupportRequest]])
});
const claimed = { number: 12, seq: 40, state: 'claimed', group: 'group-1' } as const;

test('words about a request vanish when the state they speak of changes, not before the board has it', () => {
	expect(stillSays(claimed, board(39, 'open', null))).toBe(true);
	expect(stillSays(claimed, board(40, 'claimed', 'group-1'))).toBe(true);
	expect(stillSays(claimed, board(41, 'claimed', 'group-3'))).toBe(false);
	expect(stillSays(claimed, board(41, 'resolved', null))).toBe(false);
	const seen = { number: 12, seq: 40, state: 'open' } as const;
	expect(stillSays(seen, board(44, 'open', null))).toBe(true);
});
