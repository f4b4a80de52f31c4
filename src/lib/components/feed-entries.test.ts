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

test('a report between two verdicts keeps them apart, and reports are never gathered', () => {
	const facts = [accepted(9), testReport(8), testReport(7), accepted(6)];
	expect(feedEntries(facts).map(({ count }) => count)).toEqual([1, 1, 1, 1]);
});

test('verdicts that go on before what is known are only a lower bound', () => {
	expect(feedEntries([accepted(9), accepted(8)])[0]?.open).toBe(true);
	expect(feedEntries([accepted(2), accepted(1)])[0]?.open).toBe(false);
	expect(feedEntries([accepted(9), accepted(8), testReport(7)])[0]?.open).toBe(false);
});
