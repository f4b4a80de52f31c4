import { expect, test } from 'vitest';
import type { ReportedDay } from '#lib/campaign/reports/entry.ts';
import { resultingTotal, withDelivered, withWaiting } from './days-on-device.ts';
import type { ReportItem } from './outbox-item.ts';

const date = '2025-03-07';
const line = (category: string, amount: number) => ({ category, measure: 'cases', amount });
const day = (revision: number, lines: ReportedDay['lines']): ReportedDay => ({
	...{ date, revision, receipt: 'AB12', received_at: '2025-03-07T09:00:00Z', timely: true, lines }
});
const item = (amount: number, revision?: number): ReportItem => ({
	id: String(amount),
	campaign: 'c',
	account: 'a',
	type: 'report.submit',
	input: {
		...{ unit: '1', date, lines: [line('birth', amount)] },
		...{ base_revision: 0, device_time: null, note: null }
	},
	after: null,
	typed_at: '2025-03-07T10:00:00.000Z',
	state: revision ? 'delivered' : 'waiting',
	attempts: 1,
	answer: revision
		? {
				ok: true,
				seq: 1,
				result: { revision, receipt: 'CD34', received_at: '', timely: true, amounts: {} }
			}
		: null,
	answered_at: null
});

test('what was delivered since stands with its receipt', () => {
	const [known] = withDelivered([day(1, [line('death', 2)])], [item(5, 2)]);
	expect(known).toMatchObject({
		revision: 2,
		receipt: 'CD34',
		lines: [line('death', 2), line('birth', 5)]
	});
});

test("what the server's days already hold is not laid over them again", () => {
	const days = [day(3, [line('birth', 9)])];
	expect(withDelivered(days, [item(5, 2)])).toEqual(days);
});

test("somebody else's revision between leaves the number behind, so that the lines are fetched", () => {
	const [known] = withDelivered([day(1, [line('birth', 1)])], [item(5, 4)]);
	expect(known?.revision).toBe(1);
	expect(known?.lines).toEqual([line('birth', 5)]);
});

test('what waits is laid over what the server has, the newest on top', () => {
	const [known] = withWaiting([day(2, [line('birth', 1), line('death', 2)])], [item(5), item(7)]);
	expect(known).toMatchObject({ revision: 2, receipt: 'AB12' });
	expect(known?.lines).toEqual([line('death', 2), line('birth', 7)]);
});

test('a day only this device knows has no revision and no receipt', () => {
	expect(withWaiting([], [item(5)])).toMatchObject([{ date, revision: 0, receipt: '' }]);
});

test('a correction is shown with what the day comes to, wherever it is shown', () => {
	const days = [day(1, [line('birth', 50), line('death', 2)])];
	const correction = item(52);
	expect(resultingTotal(correction, [correction], days)).toEqual({ cases: 54 });
	const [first, second] = [item(52), item(53)];
	for (const one of [first, second]) {
		expect(resultingTotal(one, [first, second], days)).toEqual({ cases: 55 });
	}
	const refused: ReportItem = { ...correction, state: 'refused' };
	expect(resultingTotal(refused, [refused], days)).toEqual({ cases: 54 });
	const delivered = item(52, 2);
	if (delivered.answer?.ok) delivered.answer.result.amounts = { cases: 58 };
	expect(resultingTotal(delivered, [delivered], days)).toEqual({ cases: 58 });
	expect(resultingTotal(correction, [correction], null)).toEqual({ cases: 52 });
});
