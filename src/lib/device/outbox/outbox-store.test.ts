import { expect, test } from 'vitest';
import { keep, type Change } from './outbox.ts';
import type { OutboxItem } from './outbox-item.ts';
import { OverlaidStore } from './outbox-store.ts';

const account = 'commune-19330';
const wish = (number: number) => ({
	...{ campaign: 'c', account, type: 'request.comment' as const },
	input: { request: number, text: 'Đã đến.', files: [] }
});
const asked = (number: number, id: string) => (items: OutboxItem[]) =>
	keep(items, wish(number), { id }, new Date(Date.UTC(2025, 2, 7, 9, number)));

/** A device whose transactions are whole or not at all, and that can be full or shut. */
function device() {
	const items = new Map<string, OutboxItem>();
	const state = { full: false, shut: false, items };
	return {
		state,
		read: () =>
			state.shut
				? Promise.reject(new Error('shut'))
				: Promise.resolve([...items.values()].map((item) => structuredClone(item))),
		write: <Decided extends Change>(decide: (items: OutboxItem[]) => Decided) => {
			if (state.shut) return Promise.reject(new Error('shut'));
			const decided = decide([...items.values()]);
			if (state.full && decided.put.length > 0) {
				return Promise.reject(new DOMException('full', 'QuotaExceededError'));
			}
			for (const id of decided.remove) items.delete(id);
			for (const item of decided.put) items.set(item.id, structuredClone(item));
			return Promise.resolve(decided);
		}
	};
}
const ids = (items: Iterable<OutboxItem>) => [...items].map(({ id }) => id).sort();

test('kept is said once the device has it, and unknown before it answered', async () => {
	const { state, ...browser } = device();
	const store = new OverlaidStore(browser);
	expect(store.keptOf('a')).toBe('unknown');
	await store.change(asked(1, 'a'));
	await store.read();
	expect(store.keptOf('a')).toBe('yes');
	expect(ids(state.items.values())).toEqual(['a']);
});

test.each(['full', 'shut'] as const)(
	'a device that is %s loses nothing of the page, and nothing is said to be kept',
	async (how) => {
		const { state, ...browser } = device();
		const store = new OverlaidStore(browser);
		await store.change(asked(1, 'a'));
		await store.read();
		state[how] = true;
		await store.change(asked(2, 'b'));
		expect(ids(await store.read())).toEqual(['a', 'b']);
		expect([store.keptOf('a'), store.keptOf('b')]).toEqual(['yes', 'no']);
		expect(store.behind).toBe(true);
		expect(ids(state.items.values())).toEqual(['a']);

		state[how] = false;
		await store.change(() => ({ put: [], remove: [] }));
		await store.read();
		expect(store.keptOf('b')).toBe('yes');
		expect(store.behind).toBe(false);
		expect(ids(state.items.values())).toEqual(['a', 'b']);
	}
);

test('what was typed counts, not how often it was sent: that may be written down later', async () => {
	const { state, ...browser } = device();
	const store = new OverlaidStore(browser);
	await store.change(asked(1, 'a'));
	state.full = true;
	await store.change((items) => ({
		put: items.map((item) => ({ ...item, attempts: item.attempts + 1 })),
		remove: []
	}));
	expect((await store.read())[0]?.attempts).toBe(1);
	expect(store.keptOf('a')).toBe('yes');
});

test('an answer that another tab wrote down is not overwritten by a waiting copy', async () => {
	const { state, ...browser } = device();
	const store = new OverlaidStore(browser);
	await store.change(asked(1, 'a'));
	state.full = true;
	await store.change((items) => ({
		put: items.map((item) => ({ ...item, attempts: 1 })),
		remove: []
	}));
	state.full = false;
	state.items.set('a', { ...state.items.get('a')!, state: 'delivered' });
	await store.change(() => ({ put: [], remove: [] }));
	expect((await store.read())[0]?.state).toBe('delivered');
});
