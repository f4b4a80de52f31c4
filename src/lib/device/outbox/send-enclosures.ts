import { uploadFile } from '../upload-file.ts';
import { enclose } from './outbox.ts';
import { enclosuresOf, type Enclosure, type OutboxAnswer, type OutboxItem } from './outbox-item.ts';
import type { OutboxStore } from './outbox-store.ts';

/** A large photo over a bad network, in milliseconds. */
const UPLOAD_WITHIN = 120_000;

/**
 * Sends an item's photos and documents ahead of its command, each once, and notes their names.
 * @returns the item as it is to be sent; or why it cannot be
 */
export async function sendEnclosures(
	store: OutboxStore,
	item: OutboxItem
): Promise<{ item: OutboxItem } | { answer: OutboxAnswer }> {
	let enclosures = enclosuresOf(item);
	while (enclosures.some(({ sent }) => sent === null)) {
		const at = enclosures.findIndex(({ sent }) => sent === null);
		const answer = await upload(item.campaign, enclosures[at]!);
		if (typeof answer !== 'string') return { answer };
		enclosures = enclosures.map((one, i) => (i === at ? { ...one, sent: answer } : one));
		await store.change((items) => enclose(items, item.id, enclosures));
	}
	const ready = (await store.read()).find(({ id }) => id === item.id);
	return { item: ready ?? item };
}

/** @returns the file's name at the server, or why it was not taken */
async function upload(
	campaign: string,
	{ name, type, data }: Enclosure
): Promise<string | OutboxAnswer> {
	const blob = new Blob([bytesOf(data)], { type });
	const signal = AbortSignal.timeout(UPLOAD_WITHIN);
	const answer = await uploadFile(campaign, blob, name, { signal });
	return answer.ok ? answer.file.id : answer;
}

/** Base64 → bytes. */
function bytesOf(data: string): Uint8Array<ArrayBuffer> {
	return Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
}

/** A file as an outbox keeps it. */
export async function enclosureOf({
	name,
	blob
}: {
	name: string;
	blob: Blob;
}): Promise<Enclosure> {
	const data = base64Of(new Uint8Array(await blob.arrayBuffer()));
	return { name, type: blob.type, data, sent: null };
}

/** Bytes → base64, a piece at a time: a photo is too long for one call. */
function base64Of(bytes: Uint8Array): string {
	const PIECE = 0x8000;
	let text = '';
	for (let i = 0; i < bytes.length; i += PIECE) {
		text += String.fromCharCode(...bytes.subarray(i, i + PIECE));
	}
	return btoa(text);
}
