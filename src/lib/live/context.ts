import { createContext } from 'svelte';
import type { Link } from './link.svelte.ts';
import type { LiveBoard } from './live-board.svelte.ts';

interface Live {
	live: LiveBoard;
	link: Link;
	/** Resolved once board and clock were set from what this device kept. Never on the server. */
	restored: Promise<void>;
}

/** The campaign a page shows: its live board and the link that keeps it in step. */
export const [useLive, provideLive] = createContext<Live>();
