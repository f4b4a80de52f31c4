import type { NamedDispute, Signed } from '#lib/campaign/reports/entry.ts';
import type { ReportLine } from '#lib/campaign/reports/report-line.ts';
import type { SoftFinding } from '#lib/campaign/reports/soft-checks.ts';

/** What was sent, as it was sent. Times are campaign time, ISO, save `device_time`. */
export interface ReportRevision {
	revision: number;
	/** Newest revision the sender had seen. */
	base_revision: number;
	receipt: string;
	by: Signed;
	received_at: string;
	/** What the sender's own clock said; null when it said nothing. */
	device_time: string | null;
	lines: ReportLine[];
	note: string | null;
	/** What the soft checks asked, and whether the sender confirmed it. */
	findings: (SoftFinding & { confirmed: boolean })[];
}

/** A reviewer's verdict on one revision. */
export interface ReportReview {
	revision: number;
	verdict: 'accepted' | 'returned';
	/** Of a return. */
	reason: string | null;
	at: string;
	by: Signed;
	/** When the reason was shown on the focal point's device. */
	seen_at: string | null;
}

/** What happened to one commune's day, oldest first; of many revisions the newest, or those that were asked for. */
export interface DayHistory {
	unit: string;
	date: string;
	revisions: ReportRevision[];
	/** Whether there are revisions before those, and the fields as they stood until then. */
	earlier: boolean;
	stood: ReportLine[];
	/** Fields with numbers of two people, as they wait now. */
	disputes: NamedDispute[];
	reviews: ReportReview[];
	unlocks: { at: string; until: string; reason: string; by: Signed }[];
	reminders: { at: string; by: Signed; seen_at: string | null }[];
}
