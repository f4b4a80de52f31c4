import type { Amounts, Campaign } from '#lib/campaign/campaign.ts';
import type { NamedDispute, ReportedDay } from '#lib/campaign/reports/entry.ts';
import type { ReportItem } from '#lib/device/outbox/outbox-item.ts';

/** What a report form is about; read anew each time, so that it may live. */
export interface EntryFacts {
	campaign: Campaign;
	unit: string;
	date: string;
	/** Days as they stand on this device: what waits to be sent is laid over what the server has. */
	days: ReportedDay[];
	/** Totals of each day by measure, also of days whose lines are not known here. */
	totals: Record<string, Amounts>;
	/** The commune's targets, by measure. */
	targets: Record<string, { amount: number }>;
	/** Fields of the day with numbers of two people, as far as nothing on its way settles them. */
	disputes: NamedDispute[];
	/** Locked days that take reports again, each until a campaign time (ISO). */
	unlocks: Record<string, string>;
	/** What the server refused of this day, until somebody has decided about it. */
	refused: ReportItem | null;
	now: Date;
}
