import * as v from 'valibot';
import { ReportSubmit, type CommandAnswer, type CommandResults } from '#lib/protocol/commands.ts';
import type { ErrorCode } from '#lib/protocol/errors.ts';

export type Receipt = CommandResults['report.submit'];
export type OutboxAnswer = CommandAnswer<Receipt>;

/** What of an item leaves the device with an exported file. */
export const ExportedItem = v.object({
	id: v.pipe(v.string(), v.uuid()),
	campaign: v.pipe(v.string(), v.minLength(1)),
	account: v.pipe(v.string(), v.minLength(1)),
	type: v.literal('report.submit'),
	input: ReportSubmit,
	/** An earlier item of the same day, which must be answered first. */
	after: v.nullable(v.string()),
	/** Device time, ISO. */
	typed_at: v.pipe(v.string(), v.isoTimestamp())
});

/** A submission on this device, from the moment it was made. */
export interface OutboxItem extends v.InferOutput<typeof ExportedItem> {
	/** `refused`: the server will not take it as it is; it is kept until a person decides. */
	state: 'waiting' | 'delivered' | 'refused';
	/** How often its content left the device. From 1 on it never changes under this id. */
	attempts: number;
	/** What the server said when it was delivered or refused. */
	answer: OutboxAnswer | null;
	/** Device time of that answer, ISO. */
	answered_at: string | null;
}

/** Answers after which the same item may well be taken later. */
const LATER: readonly ErrorCode[] = ['unavailable', 'rate_limited', 'unauthenticated'];

/** Whether an answer leaves the item waiting. */
export function isForLater(answer: OutboxAnswer): boolean {
	return !answer.ok && LATER.includes(answer.error.code);
}
