import { expect, test } from 'vitest';
import type { FactKind } from '../facts.ts';
import { KINDS } from '../features.ts';
import vi from '../../../words/vi/notices.json' with { type: 'json' };
import en from '../../../words/en/notices.json' with { type: 'json' };
import { NOTICE_KINDS } from './notice.ts';
import { NOTICES_OF, rulesFor } from './table.ts';

test('every kind of fact notifies somebody, or says why it notifies nobody', () => {
	expect(Object.keys(NOTICES_OF).sort()).toEqual(Object.keys(KINDS).sort());
	for (const [kind, rule] of Object.entries(NOTICES_OF)) {
		if ('nobody' in rule) expect(rule.nobody.length, kind).toBeGreaterThan(15);
		else expect(rule.rules.flatMap(({ to }) => to).length, kind).toBeGreaterThan(0);
	}
});

test('every kind of notice is made by some fact, and has words for what it says and what it is called', () => {
	const made = new Set(
		Object.keys(NOTICES_OF)
			.flatMap((kind) => rulesFor(kind as FactKind))
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
