import { untrack } from 'svelte';
import type { Link } from './link.svelte.ts';
import type { LiveBoard } from './live-board.svelte.ts';

/**
 * Campaign time of the server's last word: what is on screen is known to be true as of then. In a `$derived`
 * it follows the link, not the clock.
 */
export function lastWord(link: Pick<Link, 'heardAt'>, live: Pick<LiveBoard, 'now' | 'asOf'>): Date {
	return link.heardAt ? untrack(() => live.now) : live.asOf;
}
