import { expect, test } from 'vitest';
import { asAnswer } from './answer.ts';
import type { OutboxAnswer, OutboxItem } from './outbox-item.ts';
import { memoryStore } from './outbox-store.ts';
import { sendWaiting } from './send-waiting.ts';
import { retryAfter } from './when-to-send.ts';

const account = 'commune-19330';
const item = (id: string, after: string | null = null): OutboxItem => ({
	id,
	campaign: 'c',
	account,
	type: 'report.submit',
	input: {
		...{ unit: '1', date: '2025-03-07', lines: [], base_revision: 0 },
		...{ device_time: null, note: null }
	},
	after,
	typed_at: `2025-03-07T10:00:0${id}.000Z`,
	state: 'waiting',
	attempts: 0,
	answer: null,
	answered_at: null
});
const received: OutboxAnswer = {
	ok: true,
	seq: 1,
	result: { revision: 1, receipt: 'AB12', received_at: '', timely: true, amounts: {} }
};
const fails = (code: 'unavailable' | 'unauthenticated' | 'rate_limited'): OutboxAnswer => ({
	ok: false,
	error: { code, message: '' }
});

async function run(items: OutboxItem[], answers: OutboxAnswer[]) {
	const store = memoryStore(items);
	const sent: string[] = [];
	const hindrance = await sendWaiting({
		store,
		account,
		send: ({ id }) => {
			sent.push(id);
			return Promise.resolve(answers.shift() ?? received);
		},
		changed: () => {}
	});
	return { sent, hindrance, left: (await store.read()).filter(({ state }) => state === 'waiting') };
}

test('everything goes, what follows after what it follows', async () => {
	const { sent, hindrance, left } = await run([item('2', '1'), item('3'), item('1')], []);
	expect(sent).toEqual(['1', '2', '3']);
	expect(hindrance).toBeNull();
	expect(left).toEqual([]);
});

test.each([
	['unavailable', 'unreachable'],
	['rate_limited', 'rate_limited'],
	['unauthenticated', 'sign_in']
] as const)('%s stops the sending and is told', async (code, told) => {
	const { sent, hindrance, left } = await run([item('1'), item('2')], [received, fails(code)]);
	expect(sent).toEqual(['1', '2']);
	expect(hindrance).toBe(told);
	expect(left.map(({ id, attempts }) => [id, attempts])).toEqual([['2', 1]]);
});

test("what is no answer of ours counts as none: a portal's page, a proxy's JSON", () => {
	for (const said of [null, '<html>', {}, { ok: true }, { ok: true, result: {} }, { ok: false }]) {
		expect(asAnswer(said)).toMatchObject({ ok: false, error: { code: 'unavailable' } });
	}
	expect(asAnswer(received)).toBe(received);
});

test('tries come further apart, up to five minutes, and not all at once', () => {
	expect(retryAfter(0, 1)).toBe(2_000);
	expect(retryAfter(0, 0)).toBe(1_000);
	expect(retryAfter(3, 1)).toBe(16_000);
	expect(retryAfter(99, 1)).toBe(300_000);
});
