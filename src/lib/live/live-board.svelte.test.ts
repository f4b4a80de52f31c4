import { describe, expect, test } from 'vitest';
import type { Fact } from '#lib/campaign/facts.ts';
import { smallBoard, testReport } from '#lib/campaign/test-campaign.ts';
import { snapshotOf } from '#lib/protocol/snapshot.ts';
import { LiveBoard } from './live-board.svelte.ts';

const now = new Date('2025-03-07T10:00:00Z');
const frame = (from: number, to: number) => ({
	campaign: 'quang-tri-2025',
	from,
	to,
	facts: Array.from({ length: to - from + 1 }, (_, i) => testReport(from + i))
});
const fresh = () => new LiveBoard(snapshotOf(smallBoard(), now));

describe('a live board', () => {
	test('takes the next frame and is then at its end', () => {
		const live = fresh();
		expect(live.apply(frame(1, 3))).toBe('applied');
		expect(live.seq).toBe(3);
		expect(live.board.units.get('19330')?.days['2025-03-07']?.amounts['cases']).toBe(3);
	});

	test('is not moved by a frame it had, nor by one after a gap', () => {
		const live = fresh();
		live.apply(frame(1, 3));
		expect(live.apply(frame(2, 3))).toBe('duplicate');
		expect(live.apply(frame(5, 6))).toBe('gap');
		expect(live.seq).toBe(3);
	});

	test('takes from a frame that overlaps only what is new', () => {
		const live = fresh();
		live.apply(frame(1, 3));
		expect(live.apply(frame(2, 5))).toBe('applied');
		expect(live.seq).toBe(5);
		expect(live.recent.map(({ seq }) => seq)).toEqual([5, 4, 3, 2, 1]);
	});

	test('that was sent what it cannot read says so, and goes on, until it is replaced', () => {
		const live = fresh();
		const later = { ...testReport(2), kind: 'report.submitted@2' } as unknown as Fact;
		live.apply({ ...frame(1, 3), facts: [testReport(1), later, testReport(3)] });
		expect(live.incomplete).toBe(true);
		expect([live.seq, live.recent.map(({ seq }) => seq)]).toEqual([3, [3, 1]]);
		live.replace(snapshotOf(smallBoard(), now));
		expect(live.incomplete).toBe(false);
	});

	test('is replaced by whatever the server says is the whole, feed and all', () => {
		const live = fresh();
		live.apply(frame(1, 3));
		live.replace(snapshotOf(smallBoard(), now));
		expect(live.seq).toBe(0);
		expect(live.recent).toEqual([]);
		live.replace(snapshotOf({ ...smallBoard(), seq: 9 }, now));
		expect(live.seq).toBe(9);
	});
});

test('what is withheld moves the board on, and the feed says nothing of it', () => {
	const live = fresh();
	const withheld = {
		seq: 1,
		at: '2025-03-07T10:00:00.000Z',
		kind: 'withheld',
		actor: null
	} as const;
	const frame = {
		campaign: live.campaign.slug,
		from: 1,
		to: 1,
		facts: [{ ...withheld, data: {} }]
	};
	expect(live.apply(frame)).toBe('applied');
	expect(live.seq).toBe(1);
	expect(live.recent).toEqual([]);
});
