import { SEVERITIES } from '#lib/campaign/requests/request.ts';
import { keepText, type Kept } from '#lib/device/kept.ts';
import * as v from 'valibot';

const Draft = v.object({
	unit: v.nullable(v.string()),
	kind: v.nullable(v.string()),
	severity: v.picklist(SEVERITIES),
	/** Null: the one suggested for the kind. */
	title: v.nullable(v.string()),
	body: v.string()
});

/** A request being written. */
export type RaiseDraft = v.InferOutput<typeof Draft>;

export const EMPTY: RaiseDraft = {
	...{ unit: null, kind: null, severity: 'slowing', title: null, body: '' }
};
const nameFor = (account: string, campaign: string) => `tien-do raise ${account} ${campaign}`;

/** What somebody was writing on this device; null when nothing, or it cannot be read. */
export function readDraft(account: string, campaign: string): RaiseDraft | null {
	try {
		const kept: unknown = JSON.parse(localStorage.getItem(nameFor(account, campaign)) ?? 'null');
		const parsed = v.safeParse(Draft, kept);
		return parsed.success ? parsed.output : null;
	} catch {
		return null;
	}
}

/** Keeps it, or forgets it with null. @returns whether this device has it */
export function keepDraft(account: string, campaign: string, draft: RaiseDraft | null): Kept {
	const text = draft && JSON.stringify(draft);
	return keepText(() => localStorage, nameFor(account, campaign), text);
}
