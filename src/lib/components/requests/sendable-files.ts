import type { PickedFiles } from '#lib/components/files/picked-files.svelte.ts';
import type { Enclosure } from '#lib/live/outbox/outbox-item.ts';
import { enclosureOf } from '#lib/live/outbox/send-enclosures.ts';

/** Picked files as a command can carry them. */
export interface Sendable {
	/** Of those the server has. */
	ids: string[];
	/** Those that go up from the outbox. */
	enclosures: Enclosure[];
}

/** Nobody waits longer for an upload than this, in milliseconds: the rest goes with the outbox. */
const PATIENCE = 4_000;

/** Takes picked files as they are after a moment: sent, or to be sent. Refused ones stay behind. */
export async function sendable(files: PickedFiles): Promise<Sendable> {
	const late = new Promise<void>((resolve) => setTimeout(resolve, PATIENCE));
	await Promise.race([files.settled(), late]);
	const unsent = files.items.filter(({ id, state }) => id === null && state !== 'refused');
	for (const { stop } of unsent) stop.abort();
	const enclosures = await Promise.all(unsent.map(({ name, blob }) => enclosureOf({ name, blob })));
	return { ids: files.ids, enclosures };
}
