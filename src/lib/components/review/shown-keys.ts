import { m } from '#lib/paraglide/messages.js';
import type { Terms } from '../words/terms.ts';
import { SHOWN_KEYS, type ReviewKey } from './review-keys.ts';

const WORDS: Record<ReviewKey, (terms: Terms) => string> = {
	next: m.review_keys_move,
	previous: m.review_keys_move,
	open: m.review_keys_history,
	accept: m.review_accept,
	accept_many: m.review_keys_many,
	return: m.review_return,
	remind: m.review_remind,
	unlock: m.review_unlock,
	search: m.review_keys_search,
	help: m.review_keys_help
};

/** The keys of the review page and what they do. */
export function shownKeys(terms: Terms): { keys: string[]; word: string }[] {
	return SHOWN_KEYS.map(([wish, keys]) => ({ keys, word: WORDS[wish](terms) }));
}
