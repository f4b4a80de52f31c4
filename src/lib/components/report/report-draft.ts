import * as v from 'valibot';
import { ReportSubmit } from '#lib/protocol/commands.ts';

const Draft = v.object({
	mode: v.picklist(['day', 'so_far']),
	/** Typed texts by field, as they were typed. */
	typed: v.record(v.string(), v.string()),
	note: v.string(),
	/** Revision of the day that was on screen when typing began. */
	base: v.nullable(v.number()),
	/** What was sent without an answer: sent again under the same id, it is done once. */
	attempt: v.nullable(v.object({ id: v.string(), input: ReportSubmit }))
});
export type Draft = v.InferOutput<typeof Draft>;
export type Attempt = NonNullable<Draft['attempt']>;

/** A report about to be sent for the first time, with the device's own time of it. */
export function newAttempt(input: Omit<ReportSubmit, 'device_time'>, id: string): Attempt {
	return { id, input: { ...input, device_time: new Date().toISOString() } };
}

/** Where a device keeps what was typed for one day of one commune. */
export function draftKey(campaign: string, unit: string, date: string): string {
	return `report-draft ${campaign} ${unit} ${date}`;
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

/** Keeps a draft, or forgets it when null. A device that refuses storage loses drafts, not reports. */
export function keepDraft(storage: Storage, key: string, draft: Draft | null): void {
	try {
		if (draft) storage.setItem(key, JSON.stringify(draft));
		else storage.removeItem(key);
	} catch {
		// full or refused: typing goes on without a net
	}
}
