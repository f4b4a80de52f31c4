import * as v from 'valibot';
import type { Change } from './outbox.ts';
import { ExportedItem, type OutboxItem } from './outbox-item.ts';

const FORMAT = 'tien-do-outbox';
const VERSION = 1;

const OutboxFile = v.object({
	format: v.literal(FORMAT),
	version: v.literal(VERSION),
	account: v.string(),
	exported_at: v.string(),
	items: v.pipe(v.array(ExportedItem), v.maxLength(10_000))
});

/** What became of a file. `known`: items that were here already. `where`: path of the first fault. */
export type ImportOutcome =
	| { ok: true; added: number; known: number }
	| { ok: false; reason: 'not_json' | 'not_ours' | 'empty' }
	| { ok: false; reason: 'newer_version'; version: number }
	| { ok: false; reason: 'other_account'; account: string }
	| { ok: false; reason: 'damaged'; where: string };

/** Everything of an account that is not delivered, as a file's text. From then on its content is fixed. */
export function exportedFile(
	items: OutboxItem[],
	account: string,
	now: Date
): Change & { text: string } {
	const own = items.filter((item) => item.account === account && item.state !== 'delivered');
	const file = {
		format: FORMAT,
		version: VERSION,
		account,
		exported_at: now.toISOString(),
		items: own.map((item) => {
			const { id, campaign, account, type, input, after, typed_at } = item;
			const pictures = 'enclosures' in item ? { enclosures: item.enclosures } : {};
			return { id, campaign, account, type, input, after, typed_at, ...pictures };
		})
	};
	const put = own.map((item) => ({ ...item, attempts: Math.max(item.attempts, 1) }));
	return { put, remove: [], text: JSON.stringify(file, null, '\t') };
}

/** Takes in what a file holds for this account and is not here yet. Nothing of a faulty file is taken. */
export function importedItems(
	items: OutboxItem[],
	account: string,
	text: string
): Change & { outcome: ImportOutcome } {
	const nothing = (outcome: ImportOutcome) => ({ put: [], remove: [], outcome });
	let content: unknown;
	try {
		content = JSON.parse(text);
	} catch {
		return nothing({ ok: false, reason: 'not_json' });
	}
	const head = v.safeParse(v.object({ format: v.literal(FORMAT), version: v.number() }), content);
	if (!head.success) return nothing({ ok: false, reason: 'not_ours' });
	const { version } = head.output;
	if (version > VERSION) return nothing({ ok: false, reason: 'newer_version', version });
	const parsed = v.safeParse(OutboxFile, content);
	if (!parsed.success) {
		const where = v.getDotPath(parsed.issues[0]) ?? '';
		return nothing({ ok: false, reason: 'damaged', where });
	}
	const file = parsed.output;
	const foreign = [file, ...file.items].find((one) => one.account !== account);
	if (foreign) return nothing({ ok: false, reason: 'other_account', account: foreign.account });
	if (file.items.length === 0) return nothing({ ok: false, reason: 'empty' });
	const here = new Set(items.map(({ id }) => id));
	const fresh = new Map(
		file.items.filter(({ id }) => !here.has(id)).map((item) => [item.id, item])
	);
	const put = [...fresh.values()].map((item): OutboxItem => ({
		...item,
		state: 'waiting',
		// It left the other device: under this id it stays what it is.
		attempts: 1,
		answer: null,
		answered_at: null
	}));
	const outcome = { ok: true as const, added: put.length, known: file.items.length - put.length };
	return { put, remove: [], outcome };
}
