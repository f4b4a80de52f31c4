import * as v from 'valibot';
import { amounts, count, date, text } from '../shapes.ts';
import { SOFT_CHECKS } from './soft-checks.ts';

/** What the log says of a report. */
export const ReportFact = v.object({
	unit: text,
	/** The day reported. */
	date,
	revision: count,
	base_revision: count,
	amounts,
	/** Short code the focal point holds and the leader's screen shows beside the number. */
	receipt: text,
	/** Whether the day's first revision came before its timely deadline, by the server's time. */
	timely: v.boolean(),
	/** What the sender's own clock said, ISO; never used to judge. */
	device_time: v.nullable(text),
	/** Fields that two people typed differently and nobody has settled; absent when none. */
	disputed: v.optional(count),
	/** What the soft checks asked about this revision; absent when nothing. */
	flags: v.optional(v.array(v.picklist(SOFT_CHECKS)))
});
export type ReportFact = v.InferOutput<typeof ReportFact>;
