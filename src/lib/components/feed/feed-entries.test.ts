import { expect, test } from 'vitest';
import type { Fact } from '#lib/campaign/facts.ts';
import { testReport } from '#lib/campaign/test-campaign.ts';
import { feedEntries } from './feed-entries.ts';

const accepted = (seq: number, actor = 'coordinator'): Fact => ({
	...{ seq, actor, at: '2025-03-07T10:00:00.000Z', kind: 'report.accepted' },
	data: { unit: '19330', date: '2025-03-07', revision: 1 }
});

test('verdicts of one reviewer in a row are one entry', () => {
	const facts = [accepted(7), accepted(6), accepted(5, 'district-461'), testReport(4)];
	expect(feedEntries(facts).map(({ key, count }) => [key, count])).toEqual([
		[6, 2],
		[5, 1],
		[4, 1]
	]);
});

test('reminders of one day are one entry, by the communes they went to', () => {
	const reminded = (seq: number, units: string[], date = '2025-03-07'): Fact => ({
		...{ seq, actor: 'district-461', at: '2025-03-07T10:00:00.000Z', kind: 'report.reminded' },
		data: { units, date }
	});
	const facts = [reminded(9, ['1', '2']), reminded(8, ['3']), reminded(7, ['4'], '2025-03-06')];
	expect(feedEntries(facts).map(({ count }) => count)).toEqual([3, 1]);
});

test('a sitting of one reviewer is one entry whatever comes between; reports are never gathered', () => {
	const fourteen = Array.from({ length: 14 }, (_, i) => [
		accepted(40 - 2 * i),
		testReport(39 - 2 * i)
	]);
	const entries = feedEntries(fourteen.flat());
	expect(entries.map(({ count }) => count)).toEqual([14, ...Array<number>(14).fill(1)]);
	expect(entries[0]?.units).toEqual(Array<string>(14).fill('19330'));
	const morning = { ...accepted(3), at: '2025-03-07T02:00:00.000Z' };
	expect(feedEntries([accepted(9), morning]).map(({ count }) => count)).toEqual([1, 1]);
});

test('verdicts that go on before what is known are only a lower bound', () => {
	expect(feedEntries([accepted(9), accepted(8)])[0]?.open).toBe(true);
	expect(feedEntries([accepted(2), accepted(1)])[0]?.open).toBe(false);
	const early = { ...testReport(7), at: '2025-03-07T02:00:00.000Z' };
	expect(feedEntries([accepted(9), accepted(8), early])[0]?.open).toBe(false);
});
