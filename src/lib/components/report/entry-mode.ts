import type { EntryMode } from '#lib/campaign/reports/entry.ts';

const KEY = 'report-mode';

/** How amounts were last typed on this device; null when it does not say. */
export function readMode(storage: Storage): EntryMode | null {
	try {
		const kept = storage.getItem(KEY);
		return kept === 'day' || kept === 'so_far' ? kept : null;
	} catch {
		return null; // storage refused
	}
}

export function keepMode(storage: Storage, mode: EntryMode): void {
	try {
		storage.setItem(KEY, mode);
	} catch {
		// full or refused: the next form begins with the day
	}
}
