import { m } from '#lib/paraglide/messages.js';
import { freeKeyOf } from '../shell/free-key.ts';
import type { RequestAct } from './request-acts.ts';

/** What a key asks for on the board of requests. */
export type RequestKey =
	| { move: 1 | -1 }
	| { act: RequestAct }
	| { wish: 'open' | 'comment' | 'select' | 'search' | 'help' | 'back' };

const KEYS: Record<string, RequestKey> = {
	j: { move: 1 },
	ArrowDown: { move: 1 },
	k: { move: -1 },
	ArrowUp: { move: -1 },
	Enter: { wish: 'open' },
	c: { act: 'claim' },
	s: { act: 'start' },
	w: { act: 'wait' },
	x: { act: 'release' },
	r: { act: 'resolve' },
	a: { act: 'take_over' },
	m: { wish: 'comment' },
	' ': { wish: 'select' },
	'/': { wish: 'search' },
	'?': { wish: 'help' },
	Escape: { wish: 'back' }
};

/** What a key pressed on the page asks for; null when it is none of ours, or somebody types. */
export function requestKeyOf(event: KeyboardEvent): RequestKey | null {
	const key = freeKeyOf(event);
	if (key === ' ' && event.target instanceof Element && event.target.closest('a, button, input')) {
		return null;
	}
	return key === null ? null : (KEYS[key] ?? null);
}

/** The keys as they are shown. */
export function shownKeys(): { keys: string[]; word: string }[] {
	return [
		{ keys: ['j', 'k', '↓', '↑'], word: m.requests_keys_move() },
		{ keys: ['Enter'], word: m.requests_keys_open() },
		{ keys: ['c'], word: m.requests_keys_claim() },
		{ keys: ['s'], word: m.requests_keys_start() },
		{ keys: ['w'], word: m.requests_keys_wait() },
		{ keys: ['x'], word: m.requests_keys_release() },
		{ keys: ['r'], word: m.requests_keys_resolve() },
		{ keys: ['a'], word: m.requests_keys_assign() },
		{ keys: ['m'], word: m.requests_keys_comment() },
		{ keys: ['Space'], word: m.requests_keys_select() },
		{ keys: ['/'], word: m.requests_keys_search() },
		{ keys: ['?'], word: m.requests_keys_help() },
		{ keys: ['Esc'], word: m.requests_keys_back() }
	];
}
