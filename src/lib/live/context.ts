import { createContext } from 'svelte';
import type { Link } from './link.svelte.ts';
import type { LiveBoard } from './live-board.svelte.ts';

/** The campaign a page shows: its live board and the link that keeps it in step. */
export const [useLive, provideLive] = createContext<{ live: LiveBoard; link: Link }>();
