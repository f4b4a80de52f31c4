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
	if (event.defaultPrevented || event.isComposing) return null;
	if (event.ctrlKey || event.metaKey || event.altKey) return null;
	const { target } = event;
	if (target instanceof Element) {
		if (target.closest('input, select, textarea, dialog')) return null;
		if (event.key === 'Enter' && target.closest('a, button')) return null;
	}
	if (document.querySelector('dialog[open]')) return null;
	return KEYS[event.key] ?? null;
}
