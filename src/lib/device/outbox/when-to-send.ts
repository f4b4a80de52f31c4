const FIRST = 2_000;
const LONGEST = 5 * 60_000;

/** Name of the background sync that the worker answers. */
export const SYNC_TAG = 'outbox';

/**
 * Milliseconds until the next try after `failures` in a row: doubling from 2 s to 5 min, and spread so
 * that a hundred communes do not come back in the same second. @param chance from 0 to 1
 */
export function retryAfter(failures: number, chance: number): number {
	return Math.min(FIRST * 2 ** Math.min(failures, 20), LONGEST) * (0.5 + chance / 2);
}

interface SyncManager {
	register(tag: string): Promise<void>;
}

/** Asks the browser to wake the worker when there is a network, even with the page closed. */
export function askForSync(): void {
	const worker = (navigator as Partial<Navigator>).serviceWorker;
	void worker?.ready
		.then((registration) => (registration as { sync?: SyncManager }).sync?.register(SYNC_TAG))
		.catch(() => {}); // not allowed: the page sends when it is open
}
