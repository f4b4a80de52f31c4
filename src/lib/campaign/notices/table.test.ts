import { expect, test } from 'vitest';
import type { FactKind } from '../facts.ts';
import { INCIDENT_FACTS, REQUEST_FACTS } from '../requests/facts.ts';
import { VISIT_FACTS } from '../visits/facts.ts';
import vi from '../../../words/vi/notices.json' with { type: 'json' };
import en from '../../../words/en/notices.json' with { type: 'json' };
import { NOTICE_KINDS } from './notice.ts';
import { TOLD_OF, tellingsOf } from './table.ts';

const OTHERS: FactKind[] = [
	...(['report.submitted', 'report.corrected', 'report.accepted', 'report.returned'] as const),
	...(['report.unlocked', 'report.reminded', 'report.seen', 'target.declared'] as const),
	...(['group.changed', 'day.opened', 'clock.set'] as const)
];

test('every kind of fact tells somebody, or says why it tells nobody', () => {
	const all = [...REQUEST_FACTS, ...INCIDENT_FACTS, ...VISIT_FACTS, ...OTHERS];
	expect(Object.keys(TOLD_OF).sort()).toEqual([...all].sort());
	for (const kind of all) {
		const rule = TOLD_OF[kind];
		if ('nobody' in rule) expect(rule.nobody.length, kind).toBeGreaterThan(15);
		else expect(rule.tells.flatMap(({ to }) => to).length, kind).toBeGreaterThan(0);
	}
});

test('every kind of notice is made by some fact, and has words for what it says and what it is called', () => {
	const made = new Set(
		Object.keys(TOLD_OF)
			.flatMap((kind) => tellingsOf(kind as FactKind))
			.map(({ kind }) => kind)
	);
	expect([...made].sort()).toEqual([...NOTICE_KINDS].sort());
	for (const words of [vi, en] as Record<string, string>[]) {
		for (const kind of NOTICE_KINDS) {
			expect(words[`notices_text_${kind}`], kind).toBeTruthy();
			expect(words[`notices_kind_${kind}`], kind).toBeTruthy();
		}
	}
});
