import { freeKeyOf } from '../shell/free-key.ts';

/** What a key asks for on the review page. */
export type ReviewKey =
	| 'next'
	| 'previous'
	| 'open'
	| 'accept'
	| 'accept_many'
	| 'return'
	| 'remind'
	| 'unlock'
	| 'search'
	| 'help';

const KEYS: Record<string, ReviewKey> = {
	j: 'next',
	ArrowDown: 'next',
	k: 'previous',
	ArrowUp: 'previous',
	Enter: 'open',
	a: 'accept',
	A: 'accept_many',
	r: 'return',
	m: 'remind',
	u: 'unlock',
	'/': 'search',
	'?': 'help'
};

/** The keys of each wish as they are shown, in order. */
export const SHOWN_KEYS: [ReviewKey, string[]][] = [
	['next', ['j', 'k', '↓', '↑']],
	['open', ['Enter']],
	['accept', ['a']],
	['accept_many', ['Shift A']],
	['return', ['r']],
	['remind', ['m']],
	['unlock', ['u']],
	['search', ['/']],
	['help', ['?']]
];

/** What a key pressed on the page asks for; null while somebody types, or a dialog is open. */
export function reviewKeyOf(event: KeyboardEvent): ReviewKey | null {
	const key = freeKeyOf(event);
	return key === null ? null : (KEYS[key] ?? null);
}
