import type { Amounts, Campaign } from '../campaign.ts';
import type { RevisionLines } from './disputes.ts';
import { fieldOf, type ReportLine } from './report-line.ts';

/** One field that a revision set to another number. */
export interface FieldChange {
	category: string;
	measure: string;
	/** What stood before; null when nobody had typed this field. */
	before: number | null;
	after: number;
}

/** What one revision did to its day. */
export interface RevisionStep {
	revision: number;
	/** In the order they were sent; fields sent again with the same number are left out. */
	changes: FieldChange[];
	/** The day's totals after it, by measure. */
	amounts: Amounts;
}

/**
 * The differences from revision to revision.
 * @param revisions of one day, in their order
 * @param stood the fields as they stood before the first of them
 */
export function revisionSteps(
	revisions: readonly Pick<RevisionLines, 'revision' | 'lines'>[],
	stood: readonly ReportLine[] = []
): RevisionStep[] {
	const stands = new Map(stood.map((line) => [fieldOf(line), line.amount]));
	const amounts: Amounts = {};
	for (const { measure, amount } of stood) amounts[measure] = (amounts[measure] ?? 0) + amount;
	return revisions.map(({ revision, lines }) => {
		const changes: FieldChange[] = [];
		for (const { category, measure, amount: after } of lines) {
			const field = fieldOf({ category, measure });
			const before = stands.get(field) ?? null;
			if (before === after) continue;
			changes.push({ category, measure, before, after });
			stands.set(field, after);
			amounts[measure] = (amounts[measure] ?? 0) + after - (before ?? 0);
		}
		return { revision, changes, amounts: { ...amounts } };
	});
}

/** A device's clock may be off by less without a word. Milliseconds. */
const NOTICEABLE = 5 * 60_000;
/** A simulated campaign's time is not a real device's: what lies further off says nothing. */
const COMPARABLE = 2 * 86_400_000;

/**
 * Device time less receipt time in milliseconds, when it is worth a word: above zero the device's clock
 * is ahead; below, it is behind or the report waited for a network. Else null.
 */
export function deviceSkew(
	{ clock }: Pick<Campaign, 'clock'>,
	receivedAt: string,
	deviceTime: string | null
): number | null {
	if (deviceTime === null) return null;
	const skew = Date.parse(deviceTime) - Date.parse(receivedAt);
	if (Math.abs(skew) <= NOTICEABLE) return null;
	return clock && Math.abs(skew) > COMPARABLE ? null : skew;
}
