import { expect, test } from 'vitest';
import { AT, request } from '#lib/campaign/notices/test-notices.ts';
import type { SupportRequest } from '#lib/campaign/requests/request.ts';
import { quangTri, smallBoard } from '#lib/campaign/test-campaign.ts';
import { overwriteGetLocale } from '#lib/paraglide/runtime.js';
import { lastSaid } from '../last-said.ts';
import { stateInFull, stateInShort } from '../request-words.ts';
import type { RequestRow } from '../request-list.ts';
import { termsOf } from '../../words/terms.ts';
import { ownWords } from './own-words.ts';

overwriteGetLocale(() => 'vi');
const board = smallBoard();
board.incidents.set(3, {
	...{ number: 3, kind: 'equipment', title: 'Lô máy hỏng', state: 'closed' },
	...{ opened_at: AT, closed_at: AT, fix: 'Đổi máy ở Sở' }
});
const card = (changes: Partial<SupportRequest>, said: string | null = null) => {
	const row = { request: request(changes), group: null } as RequestRow;
	return ownWords(row, board, new Date(AT), (at) => at.slice(11, 16), said);
};
const resolved = { state: 'resolved', resolved_at: '2025-03-07T02:00:00.000Z' } as const;

test('a commune reads the outcome, and what the group wrote, before it confirms', () => {
	const outcome = { ...resolved, resolved_by: 'group-1', outcome: 'unreachable' } as const;
	expect(card(outcome, 'Gọi ba lần')).toEqual({
		head: 'group-1 báo kết quả: Không liên lạc được',
		more: ['group-1 ghi: Gọi ba lần', 'Kết quả có đúng như vậy không?']
	});
	const verified = { ...outcome, state: 'verified', verified_by: 'silence' } as const;
	expect(card(verified).head).toBe('Không liên lạc được (xã không phản hồi sau 24 giờ)');
});

test('a commune reads with which incident its request was solved, and the fix', () => {
	const solved = { ...resolved, resolved_at: AT, incident: 3, outcome: 'done' } as const;
	const { head, more } = card(solved);
	expect(head).toBe('Sự cố 3 đã đóng: Lô máy hỏng');
	expect(more[0]).toBe('Cách xử lý: Đổi máy ở Sở');
	// One that a group had solved before is its own.
	expect(card({ ...solved, ...resolved, resolved_by: 'group-1' }).head).toContain('group-1');
});

test('a commune reads why it was declined and what is waited for', () => {
	expect(card({ state: 'declined' }, 'Ngoài kế hoạch')).toEqual({
		...{ head: 'Từ chối', more: ['Lý do: Ngoài kế hoạch'] }
	});
	const said = { step: 'decline', text: 'Ngoài kế hoạch' };
	const details = { steps: [{ step: 'raise', text: null }, said] } as never;
	expect(lastSaid(details, 'declined')).toBe('Ngoài kế hoạch');
	expect(lastSaid(details, 'resolved')).toBeNull();
});

test.each([
	['resolved', 'Ngoài phạm vi, chờ xã xác nhận'],
	['verified', 'Ngoài phạm vi, xã đã xác nhận']
] as const)('no list says that something is done which was %s otherwise', (state, expected) => {
	const one = request({ state, outcome: 'out_of_scope', verified_by: 'commune' });
	expect(stateInFull(one, String, termsOf(quangTri))).toBe(expected);
	expect(stateInShort({ ...one, state: 'verified' })).toBe('Ngoài phạm vi');
});
