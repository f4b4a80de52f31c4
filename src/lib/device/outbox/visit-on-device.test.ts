import { expect, test } from 'vitest';
import type { Visit } from '#lib/campaign/visits/visit.ts';
import { claim, keep, settle } from './outbox.ts';
import { isVisit, type OutboxItem, type VisitItem } from './outbox-item.ts';
import { visitOnDevice } from './visit-on-device.ts';

const account = 'group-1';
const visit: Visit = {
	...{ number: 4, group: 'group-1', unit: '19330', from: '2025-03-07', to: '2025-03-08' },
	...{ state: 'published', arrived_at: null, left_at: null, at: '2025-03-06T00:00:00.000Z' }
};
const at = (minute: number) => new Date(Date.UTC(2025, 2, 7, 9, minute));
const asked = (items: OutboxItem[], type: 'visit.depart' | 'visit.check_in', minute: number) => {
	const device_time = at(minute).toISOString();
	const input =
		type === 'visit.check_in' ? { visit: 4, device_time, place: null } : { visit: 4, device_time };
	const wish = { campaign: 'c', account, type, input } as Parameters<typeof keep>[1];
	return [...items, ...keep(items, wish, { id: `${type} ${minute}` }, at(minute)).put];
};
const shown = (items: OutboxItem[], seq = 0) =>
	visitOnDevice(visit, items.filter(isVisit), seq, (real) => real);

test('steps of a visit wait in their order, keep their time, and stand on the device meanwhile', () => {
	let items = asked([], 'visit.depart', 1);
	expect(shown(items).state).toBe('en_route');
	items = asked(items, 'visit.check_in', 30);
	expect(shown(items)).toMatchObject({ state: 'on_site', arrived_at: at(30).toISOString() });

	// Nobody arrives before they set out, however often it fails.
	expect(claim(items, account).item?.type).toBe('visit.depart');
	expect(claim(items, account, new Set([items[0]!.id])).item).toBeNull();
	const [sent] = settle(
		items,
		items[0]!.id,
		{ ok: true, seq: 9, result: { visit: 4, state: 'en_route' } },
		at(40)
	).put;
	items = [sent!, items[1]!];
	expect(claim(items, account).item).toMatchObject({
		type: 'visit.check_in',
		input: { device_time: at(30).toISOString() }
	});
});

test('what was answered stands until the board has heard of it, what was refused does not', () => {
	const items = asked([], 'visit.depart', 1);
	const answer = { ok: true, seq: 9, result: { visit: 4, state: 'en_route' } } as const;
	const settled = settle(items, items[0]!.id, answer, at(2)).put as VisitItem[];
	expect(shown(settled, 8).state).toBe('en_route');
	expect(shown(settled, 9).state).toBe('published');
	const refusal = { ok: false, error: { code: 'conflict', message: 'Đã hủy' } } as const;
	const refused = settle(items, items[0]!.id, refusal, at(2)).put;
	expect(shown(refused)).toBe(visit);
});
