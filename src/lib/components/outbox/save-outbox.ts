import type { Outbox } from '#lib/device/outbox/outbox.svelte.ts';

/** Hands the person a file with everything of the outbox that is not delivered. */
export async function saveOutbox(outbox: Outbox): Promise<void> {
	const file = new Blob([await outbox.export()], { type: 'application/json' });
	const url = URL.createObjectURL(file);
	const link = document.createElement('a');
	link.href = url;
	link.download = `tien-do-${outbox.account}-${new Date().toISOString().slice(0, 10)}.json`;
	link.click();
	setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
