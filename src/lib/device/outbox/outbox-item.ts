import * as v from 'valibot';
import { ReportSubmit } from '#lib/campaign/reports/commands.ts';
import type { CommandAnswer, CommandResults } from '#lib/protocol/commands.ts';
import type { ErrorCode } from '#lib/protocol/errors.ts';
import { VisitCheckIn, VisitCheckOut, VisitDepart } from '#lib/campaign/visits/commands.ts';
import { RequestClaim, RequestComment, RequestRaise } from '#lib/campaign/requests/commands.ts';

export type Receipt = CommandResults['report.submit'];

const kept = {
	id: v.pipe(v.string(), v.uuid()),
	campaign: v.pipe(v.string(), v.minLength(1)),
	account: v.pipe(v.string(), v.minLength(1)),
	/** An earlier item of the same day, which must be answered first. */
	after: v.nullable(v.string()),
	/** Device time, ISO. */
	typed_at: v.pipe(v.string(), v.isoTimestamp())
};

/** A photo or document that goes up before the command that names it. `data`: its bytes in base64. */
const Enclosure = v.object({
	name: v.string(),
	type: v.string(),
	data: v.pipe(v.string(), v.base64()),
	/** Its name at the server, once it is there. */
	sent: v.nullable(v.string())
});
export type Enclosure = v.InferOutput<typeof Enclosure>;
const enclosures = v.optional(v.pipe(v.array(Enclosure), v.maxLength(5)), []);

/** What of an item leaves the device with an exported file. */
export const ExportedItem = v.variant('type', [
	v.object({ ...kept, type: v.literal('report.submit'), input: ReportSubmit }),
	v.object({
		...kept,
		type: v.literal('request.raise'),
		input: RequestRaise,
		enclosures
	}),
	v.object({
		...kept,
		type: v.literal('request.claim'),
		input: RequestClaim
	}),
	v.object({
		...kept,
		type: v.literal('request.comment'),
		input: RequestComment,
		enclosures
	}),
	v.object({
		...kept,
		type: v.literal('visit.depart'),
		input: VisitDepart
	}),
	v.object({
		...kept,
		type: v.literal('visit.check_in'),
		input: VisitCheckIn
	}),
	v.object({
		...kept,
		type: v.literal('visit.check_out'),
		input: VisitCheckOut
	})
]);
type ExportedItem = v.InferOutput<typeof ExportedItem>;

/** Commands that wait on a device until they can be sent. */
export type OutboxType = ExportedItem['type'];
export type OutboxInput<Type extends OutboxType> = Extract<ExportedItem, { type: Type }>['input'];
export type OutboxAnswer = CommandAnswer<CommandResults[OutboxType]>;

/** A command on this device, from the moment it was made. */
export type ItemOf<Type extends OutboxType> = Extract<ExportedItem, { type: Type }> & {
	/** `refused`: the server will not take it as it is; it is kept until a person decides. */
	state: 'waiting' | 'delivered' | 'refused';
	/** How often its content left the device. From 1 on it never changes under this id. */
	attempts: number;
	/** What the server said when it was delivered or refused. */
	answer: CommandAnswer<CommandResults[Type]> | null;
	/** Device time of that answer, ISO. */
	answered_at: string | null;
};
export type OutboxItem = { [Type in OutboxType]: ItemOf<Type> }[OutboxType];
export type ReportItem = ItemOf<'report.submit'>;
/** A step of a visit, taken by the group that is on it. */
export type VisitItem = Extract<OutboxItem, { type: `visit.${string}` }>;
/** About a support request: raised, claimed or commented on here. */
export type RequestItem = Exclude<OutboxItem, ReportItem | VisitItem>;

export function isReport(item: OutboxItem): item is ReportItem {
	return item.type === 'report.submit';
}

export function isVisit(item: OutboxItem): item is VisitItem {
	return item.type.startsWith('visit.');
}

export function isAboutRequest(item: OutboxItem): item is RequestItem {
	return !isReport(item) && !isVisit(item);
}

/** What goes up before an item's command; none for most. */
export function enclosuresOf(item: OutboxItem): Enclosure[] {
	return 'enclosures' in item ? item.enclosures : [];
}

/** Answers after which the same item may well be taken later. */
const LATER: readonly ErrorCode[] = ['unavailable', 'rate_limited', 'unauthenticated'];

/** Whether an answer leaves the item waiting. */
export function isForLater(answer: CommandAnswer): boolean {
	return !answer.ok && LATER.includes(answer.error.code);
}
