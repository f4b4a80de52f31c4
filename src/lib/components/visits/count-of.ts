import { parseAmount } from '#lib/campaign/reports/entry.ts';
import { MOST_HEADS } from '#lib/campaign/visits/visit.ts';
import { getLocale } from '#lib/paraglide/runtime.js';
import { problemMessage } from '#lib/protocol/problem-words.ts';

/** A small number as it was typed, such as of people: the number, null for an empty field, or what is wrong. */
export function countOf(text: string): { count: number | null; problem: string | null } {
	const entry = parseAmount(text);
	if (entry.kind === 'empty') return { count: null, problem: null };
	const wrong =
		entry.kind === 'problem'
			? entry
			: entry.amount > MOST_HEADS
				? { key: 'heads_too_large', params: { most: MOST_HEADS } }
				: null;
	if (!wrong) return { count: entry.kind === 'amount' ? entry.amount : null, problem: null };
	return { count: null, problem: problemMessage(wrong.key, wrong.params, getLocale()) };
}
