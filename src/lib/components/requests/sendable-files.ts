import type { PickedFiles } from '#lib/components/files/picked-files.svelte.ts';
import type { Enclosure } from '#lib/device/outbox/outbox-item.ts';
import { enclosureOf } from '#lib/device/outbox/send-enclosures.ts';

/** Picked files as a command can carry them. */
export interface Sendable {
	/** When the server has them all. */
	ids: string[];
	/** Else all of them in order: those that go up from the outbox, and those that did before. */
	enclosures: Enclosure[];
}

/** Nobody waits longer for an upload than this, in milliseconds: the rest goes with the outbox. */
const PATIENCE = 4_000;

/** Takes picked files as they are after a moment: sent, or to be sent. Refused ones stay behind. */
export async function sendable(files: PickedFiles): Promise<Sendable> {
	const late = new Promise<void>((resolve) => setTimeout(resolve, PATIENCE));
	await Promise.race([files.settled(), late]);
	const going = files.items.filter(({ state }) => state !== 'refused');
	if (going.every(({ id }) => id !== null)) return { ids: files.ids, enclosures: [] };
	// What went up already is among them, so that they arrive in the order they were picked.
	const enclosures = await Promise.all(
		going.map(async ({ id, name, blob, stop }) => {
			if (id !== null) return { name, type: blob.type, data: '', sent: id };
			stop.abort();
			return enclosureOf({ name, blob });
		})
	);
	return { ids: [], enclosures };
}
