import { expect, test } from 'vitest';
import { exportedFile, importedItems } from './outbox-file.ts';
import type { OutboxItem } from './outbox-item.ts';

const account = 'commune-19330';
const item = (state: OutboxItem['state'], number: number): OutboxItem => ({
	id: `7f0c1f4e-5f0a-4c53-9a3f-0f3c1d2b4a0${number}`,
	campaign: 'quang-tri-2025',
	account,
	type: 'report.submit',
	input: {
		unit: '19330',
		date: `2025-03-0${number}`,
		lines: [{ category: 'birth', measure: 'cases', amount: number }],
		base_revision: 0,
		device_time: '2025-03-07T09:00:00.000Z',
		note: null
	},
	after: null,
	typed_at: '2025-03-07T09:00:00.000Z',
	state,
	attempts: 0,
	answer: null,
	answered_at: null
});
const items = [item('waiting', 1), item('delivered', 2), item('refused', 3)];
const now = new Date('2025-03-07T10:00:00Z');

test('what is not delivered goes into the file, and its content is settled from then on', () => {
	const { text, put } = exportedFile(items, account, now);
	expect(put.map(({ attempts }) => attempts)).toEqual([1, 1]);
	const { put: taken, outcome } = importedItems([], account, text);
	expect(outcome).toEqual({ ok: true, added: 2, known: 0 });
	expect(taken.map(({ id, input }) => ({ id, input }))).toEqual(
		[items[0], items[2]].map((one) => ({ id: one?.id, input: one?.input }))
	);
	expect(taken.every(({ state, attempts }) => state === 'waiting' && attempts === 1)).toBe(true);
});

test('pictures that wait with a request travel with it', () => {
	const enclosures = [{ name: 'a.jpg', type: 'image/jpeg', data: 'AAEC', sent: null }];
	const comment = {
		...item('waiting', 4),
		type: 'request.comment',
		input: { request: 3, text: 'Đã đến.', files: [] },
		enclosures
	} as OutboxItem;
	const { put } = importedItems([], account, exportedFile([comment], account, now).text);
	expect(put).toMatchObject([{ type: 'request.comment', enclosures }]);
});

test('a second import adds nothing', () => {
	const { text } = exportedFile(items, account, now);
	const { put } = importedItems([], account, text);
	expect(importedItems(put, account, text)).toMatchObject({
		put: [],
		outcome: { ok: true, added: 0, known: 2 }
	});
});

test.each([
	['chữ', { reason: 'not_json' }],
	['[1]', { reason: 'not_ours' }],
	['{"format":"tien-do-outbox","version":9}', { reason: 'newer_version', version: 9 }],
	['{"format":"tien-do-outbox","version":1}', { reason: 'damaged' }]
])('a wrong file is told by what is wrong: %s', (text, wrong) => {
	const { put, outcome } = importedItems([], account, text);
	expect(put).toEqual([]);
	expect(outcome).toMatchObject({ ok: false, ...wrong });
});

test('a damaged figure is named, and nothing of the file is taken', () => {
	const { text } = exportedFile(items, account, now);
	const damaged = text.replace('"amount": 3', '"amount": -3');
	expect(importedItems([], account, damaged)).toMatchObject({
		put: [],
		outcome: { ok: false, reason: 'damaged', where: 'items.1.input.lines.0.amount' }
	});
});

test('the file of another account is not taken', () => {
	const { text } = exportedFile(items, account, now);
	expect(importedItems([], 'commune-19333', text).outcome).toEqual({
		ok: false,
		reason: 'other_account',
		account
	});
});

test('a file without reports says so', () => {
	const { text } = exportedFile([], account, now);
	expect(importedItems([], account, text).outcome).toEqual({ ok: false, reason: 'empty' });
});
