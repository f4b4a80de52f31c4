import { revisionSteps, type RevisionStep } from '#lib/campaign/reports/report-history.ts';
import type { DayHistory, ReportReview, ReportRevision } from '#lib/protocol/report-history.ts';

/** One thing that happened to a day. Times are campaign time, ISO. */
export type TimelineEntry = { key: string; at: string } & (
	| { kind: 'revision'; revision: ReportRevision; step: RevisionStep }
	| { kind: 'review'; review: ReportReview }
	| { kind: 'unlock'; unlock: DayHistory['unlocks'][number] }
	| { kind: 'reminder'; reminder: DayHistory['reminders'][number] }
);

/** What happened to a day as far as it was read, newest first. */
export function timelineOf(history: DayHistory): TimelineEntry[] {
	const { revisions, stood, reviews, unlocks, reminders } = history;
	const steps = revisionSteps(revisions, stood);
	// Of things of the same moment a report comes before what was said about it.
	const entries: TimelineEntry[] = [
		...revisions.flatMap((revision, i): TimelineEntry[] => {
			const step = steps[i];
			const { received_at: at } = revision;
			return step
				? [{ kind: 'revision', key: `revision ${revision.revision}`, at, revision, step }]
				: [];
		}),
		...reminders.map((reminder): TimelineEntry => ({
			...{ kind: 'reminder', key: `reminder ${reminder.at}`, at: reminder.at, reminder }
		})),
		...reviews.map((review, i): TimelineEntry => ({
			kind: 'review',
			key: `review ${i}`,
			at: review.at,
			review
		})),
		...unlocks.map((unlock): TimelineEntry => ({
			...{ kind: 'unlock', key: `unlock ${unlock.at}`, at: unlock.at, unlock }
		}))
	];
	return entries.toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0)).reverse();
}
