import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { overlay } from '#lib/campaign/reports/entry.ts';
import type { ReportLine } from '#lib/campaign/reports/report-line.ts';
import type { ReportSubmit } from '#lib/campaign/reports/commands.ts';
import { claim, discard, enclose, keep, prune, settle, submit, type Change } from './outbox.ts';
import type { OutboxAnswer, OutboxItem, ReportItem } from './outbox-item.ts';

const account = 'commune-19330';
const campaign = 'quang-tri-2025';
const at = (minute: number) => new Date(Date.UTC(2025, 2, 7, 9, minute));
const line = (category: string, amount: number) => ({ category, measure: 'cases', amount });
const report = (...lines: ReportLine[]): ReportSubmit => ({
	...{ unit: '19330', date: '2025-03-07', lines, base_revision: 0, device_time: null, note: null }
});
const received = (revision: number): OutboxAnswer => ({
	ok: true,
	seq: revision,
	result: { revision, receipt: '3F2A', received_at: '', timely: true, amounts: {} }
});
const refused = (code: 'locked' | 'unavailable' | 'unauthenticated'): OutboxAnswer => ({
	ok: false,
	error: { code, message: 'vì sao' }
});

/** Items kept the way a store keeps them. */
function outbox() {
	let items: OutboxItem[] = [];
	let ids = 0;
	const apply = <Decided extends Change>(change: Decided): Decided => {
		const put = new Map(change.put.map((item) => [item.id, item]));
		const kept = items.filter(({ id }) => !put.has(id) && !change.remove.includes(id));
		items = [...kept, ...put.values()];
		return change;
	};
	return {
		get items() {
			return items as ReportItem[];
		},
		submit: (input: ReportSubmit, replaces?: string) =>
			apply(submit(items, { campaign, account, input, replaces }, `id-${++ids}`, at(ids))).item,
		claim: (tried?: Set<string>) => apply(claim(items, account, tried)).item as ReportItem | null,
		settle: (id: string, answer: OutboxAnswer) => apply(settle(items, id, answer, at(50))),
		discard: (id: string) => apply(discard(items, id)),
		prune: (now: Date) => apply(prune(items, now))
	};
}

describe('a newer submission of the same day', () => {
	test('completes the one that never left the device', () => {
		const box = outbox();
		const first = box.submit({ ...report(line('birth', 5), line('death', 1)), note: 'sáng' });
		const second = box.submit(report(line('birth', 7)));
		expect(second.id).toBe(first.id);
		expect(box.items).toHaveLength(1);
		expect(second.input.lines).toEqual([line('death', 1), line('birth', 7)]);
		expect(second.input.note).toBe('sáng');
	});

	test('keeps the older base unless every figure was typed anew', () => {
		const box = outbox();
		box.submit({ ...report(line('birth', 5)), base_revision: 1 });
		const partly = box.submit({ ...report(line('death', 2)), base_revision: 3 });
		expect(partly.input.base_revision).toBe(1);
		const wholly = box.submit({
			...report(line('birth', 6), line('death', 3)),
			base_revision: 3
		});
		expect(wholly.input.base_revision).toBe(3);
	});

	test('goes after the one whose answer may be lost, which stays as it is', () => {
		const box = outbox();
		const first = box.submit(report(line('birth', 5)));
		box.claim();
		box.settle(first.id, refused('unavailable'));
		const second = box.submit(report(line('birth', 7)));
		expect(second.after).toBe(first.id);
		expect(box.items.find(({ id }) => id === first.id)?.input.lines).toEqual([line('birth', 5)]);
		expect(box.claim()?.id).toBe(first.id);
		expect(box.claim(new Set([first.id]))).toBeNull();
	});

	test('of another day or commune stands alone', () => {
		const box = outbox();
		const first = box.submit(report(line('birth', 5)));
		const second = box.submit({ ...report(line('birth', 5)), date: '2025-03-06' });
		expect(second.id).not.toBe(first.id);
		expect(second.after).toBeNull();
	});
});

describe('an answer', () => {
	test('delivers, and the next one of the day is based on it', () => {
		const box = outbox();
		const first = box.submit(report(line('birth', 5)));
		box.claim();
		const second = box.submit(report(line('birth', 7)));
		box.settle(first.id, received(1));
		const next = box.claim();
		expect(next?.id).toBe(second.id);
		expect(next?.input.base_revision).toBe(1);
		expect(next?.after).toBeNull();
	});

	test('with somebody between does not claim to have seen them', () => {
		const box = outbox();
		const first = box.submit(report(line('birth', 5)));
		box.claim();
		box.submit(report(line('birth', 7)));
		box.settle(first.id, received(4));
		expect(box.claim()?.input.base_revision).toBe(0);
	});

	test.each(['unavailable', 'unauthenticated'] as const)('%s leaves it waiting', (code) => {
		const box = outbox();
		const { id } = box.submit(report(line('birth', 5)));
		box.claim();
		box.settle(id, refused(code));
		expect(box.items[0]).toMatchObject({ id, state: 'waiting', attempts: 1, answer: null });
	});

	test('that refuses is kept with its reason until somebody decides', () => {
		const box = outbox();
		const { id } = box.submit(report(line('birth', 5)));
		expect(box.discard(id).remove).toEqual([]); // it may have arrived
		box.claim();
		box.settle(id, refused('locked'));
		expect(box.claim()).toBeNull();
		expect(box.items[0]).toMatchObject({ state: 'refused', answer: refused('locked') });
		const corrected = box.submit(report(line('birth', 6)), id);
		expect(box.items).toEqual([corrected]);
	});

	test('that refuses the first hands its figures to the one that was to follow', () => {
		const box = outbox();
		const first = box.submit(report(line('birth', 5), line('death', 1)));
		box.claim();
		const second = box.submit(report(line('birth', 7)));
		box.settle(first.id, refused('locked'));
		expect(box.items).toHaveLength(1);
		expect(box.items[0]).toMatchObject({
			id: second.id,
			state: 'waiting',
			after: null,
			input: { lines: [line('death', 1), line('birth', 7)] }
		});
	});

	test('that comes twice changes nothing the second time', () => {
		const box = outbox();
		const { id } = box.submit(report(line('birth', 5)));
		box.claim();
		box.settle(id, received(1));
		box.settle(id, refused('locked'));
		expect(box.items[0]?.state).toBe('delivered');
	});
});

test('one that fails again and again does not keep the others back', () => {
	const box = outbox();
	const first = box.submit(report(line('birth', 5)));
	const second = box.submit({ ...report(line('birth', 5)), date: '2025-03-06' });
	expect(box.claim()?.id).toBe(first.id);
	expect(box.claim()?.id).toBe(second.id);
});

test("nobody sends another account's items", () => {
	const box = outbox();
	box.submit(report(line('birth', 5)));
	expect(claim(box.items, 'commune-19333').item).toBeNull();
});

test('receipts are kept for two weeks, what waits for ever', () => {
	const box = outbox();
	const { id } = box.submit(report(line('birth', 5)));
	box.settle(id, received(1));
	box.submit({ ...report(line('birth', 5)), date: '2025-03-06' });
	box.prune(new Date(at(50).getTime() + 13 * 86_400_000));
	expect(box.items).toHaveLength(2);
	box.prune(new Date(at(50).getTime() + 15 * 86_400_000));
	expect(box.items.map(({ state }) => state)).toEqual(['waiting']);
});

test('whatever is typed, sent, lost and sent again: the province ends with what was typed last', () => {
	const step = fc.oneof(
		fc.record({
			do: fc.constant('type' as const),
			category: fc.constantFrom('birth', 'death', 'marriage'),
			amount: fc.nat(99)
		}),
		// Whether the command, and then its answer, came through.
		fc.record({ do: fc.constant('send' as const), there: fc.boolean(), back: fc.boolean() })
	);
	fc.assert(
		fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
			const box = outbox();
			const server = { lines: [] as ReportLine[], revision: 0, done: new Map<string, string>() };
			let typed: ReportLine[] = [];
			const send = (there: boolean, back: boolean) => {
				const item = box.claim();
				if (!item) return false;
				const print = JSON.stringify(item.input);
				if (there && !server.done.has(item.id)) {
					server.done.set(item.id, print);
					server.lines = overlay(server.lines, item.input.lines);
					server.revision++;
				}
				// The same id never comes with other content.
				if (there) expect(server.done.get(item.id)).toBe(print);
				const revision = [...server.done.keys()].indexOf(item.id) + 1;
				box.settle(item.id, there && back ? received(revision) : refused('unavailable'));
				return true;
			};
			for (const one of steps) {
				if (one.do === 'send') send(one.there, one.back);
				else {
					const lines = [line(one.category, one.amount)];
					typed = overlay(typed, lines);
					box.submit(report(...lines));
				}
			}
			while (send(true, true));
			const sorted = (lines: ReportLine[]) =>
				lines.toSorted((a, b) => a.category.localeCompare(b.category));
			expect(sorted(server.lines)).toEqual(sorted(typed));
			expect(box.items.every(({ state }) => state === 'delivered')).toBe(true);
		})
	);
});

describe('a command about a request', () => {
	const photo = { name: 'a.jpg', type: 'image/jpeg', data: 'AAEC', sent: null };
	const wish = {
		...{ campaign, account, type: 'request.comment' as const, enclosures: [photo] },
		input: { request: 3, text: 'Đã đến.', files: [] }
	};

	test('is an item of its own, names what went up before it, and lets go of it once it arrived', () => {
		let [item] = keep([], wish, { id: 'c' }, at(1)).put;
		[item] = enclose([item!], 'c', [{ ...photo, sent: 'f1' }]).put;
		expect(item).toMatchObject({ input: { files: ['f1'] }, state: 'waiting', attempts: 0 });
		const answer = {
			ok: true,
			seq: 9,
			result: { request: 3, state: 'open', position: 4 }
		} as const;
		[item] = settle([item!], 'c', answer, at(2)).put;
		expect(item).toMatchObject({ state: 'delivered', enclosures: [], answer });
	});

	test('names its pictures in the order they were picked, also those that went up before', () => {
		let [item] = keep(
			[],
			{ ...wish, enclosures: [{ ...photo, data: '', sent: 'f9' }, photo] },
			{ id: 'c' },
			at(1)
		).put;
		[item] = enclose([item!], 'c', [
			{ ...photo, data: '', sent: 'f9' },
			{ ...photo, sent: 'f1' }
		]).put;
		expect(item).toMatchObject({ input: { files: ['f9', 'f1'] } });
	});

	test('that is refused stays with what it carried', () => {
		const { put } = keep([], wish, { id: 'c', tried: 1 }, at(1));
		const [item] = settle(put, 'c', refused('locked'), at(2)).put;
		expect(item).toMatchObject({ state: 'refused', attempts: 1, enclosures: [photo] });
	});
});
