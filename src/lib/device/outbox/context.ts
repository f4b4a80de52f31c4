import { createContext } from 'svelte';
import type { Outbox } from './outbox.svelte.ts';

/** The outbox of who is signed in, on every page of a campaign. */
export const [useOutbox, provideOutbox] = createContext<Outbox>();
