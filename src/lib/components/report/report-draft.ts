import * as v from 'valibot';
import { keepText, type Kept } from '#lib/device/kept.ts';
import { isTabOpen, ownTab } from '#lib/device/tab.ts';

const Draft = v.object({
	mode: v.picklist(['day', 'so_far']),
	/** Typed texts by field, as they were typed. */
	typed: v.record(v.string(), v.string()),
	note: v.string(),
	/** Revision of the day that was on screen when typing began. */
	base: v.nullable(v.number()),
	/** Amounts by field that were on screen then, and those decided about since. */
	stood: v.optional(v.record(v.string(), v.number()))
});
export type Draft = v.InferOutput<typeof Draft>;

/** What a draft is about. Each tab has its own, so that none clears what is typed in another. */
export interface DraftPlace {
	account: string;
	campaign: string;
	unit: string;
	date: string;
}

function prefixOf({ account, campaign, unit, date }: DraftPlace): string {
	return `report-draft ${account} ${campaign} ${unit} ${date} `;
}

/** Where a tab keeps what was typed for one day of one commune. */
export function draftKey(place: DraftPlace, tab: string): string {
	return prefixOf(place) + tab;
}

/** The draft kept under `key`; null when there is none, or none that can be read. */
export function readDraft(storage: Storage, key: string): Draft | null {
	try {
		const kept = v.safeParse(Draft, JSON.parse(storage.getItem(key) ?? 'null'));
		return kept.success ? kept.output : null;
	} catch {
		return null; // storage refused (private window) or not ours
	}
}

/** Keeps a draft, or forgets it when null. @returns whether the device has it: then it outlives the page */
export function keepDraft(storage: Storage, key: string, draft: Draft | null): Kept {
	return keepText(() => storage, key, draft && JSON.stringify(draft));
}

/** Takes over what was typed in tabs that are closed, into `key`; the tab's own draft comes first. */
export function adoptDraft(
	storage: Storage,
	place: DraftPlace,
	tab: string,
	isOpen: (tab: string) => boolean
): Draft | null {
	const key = draftKey(place, tab);
	let draft = readDraft(storage, key);
	try {
		const prefix = prefixOf(place);
		for (const left of Object.keys(storage).filter((name) => name.startsWith(prefix))) {
			if (left === key || isOpen(left.slice(prefix.length))) continue;
			draft ??= readDraft(storage, left);
			storage.removeItem(left);
		}
	} catch {
		// as above
	}
	if (draft) keepDraft(storage, key, draft);
	return draft;
}

/** The draft of this tab, and how to keep it from now on. */
export async function openDraft(
	storage: Storage,
	place: DraftPlace
): Promise<{ draft: Draft | null; keep: (draft: Draft | null) => Kept }> {
	const [tab, isOpen] = await Promise.all([ownTab(), isTabOpen()]);
	const key = draftKey(place, tab);
	return {
		draft: adoptDraft(storage, place, tab, isOpen),
		keep: (draft) => keepDraft(storage, key, draft)
	};
}
