import { overlay } from '#lib/campaign/reports/entry.ts';
import { fieldOf } from '#lib/campaign/reports/report-line.ts';
import type { ReportSubmit } from '#lib/campaign/reports/commands.ts';
import {
	enclosuresOf,
	isForLater,
	isReport,
	isVisit,
	type Enclosure,
	type OutboxAnswer,
	type OutboxInput,
	type OutboxItem,
	type OutboxType,
	type ReportItem
} from './outbox-item.ts';

/** What a step does to the stored items. Every step is decided inside one transaction of the store. */
export interface Change {
	put: OutboxItem[];
	remove: string[];
}

export interface Submission {
	campaign: string;
	account: string;
	input: ReportSubmit;
	/** The refused item that this one takes the place of. */
	replaces?: string | null;
}

const KEEP_DAYS = 14;
const KEEP_DELIVERED = 200;
const NOTHING: Change = { put: [], remove: [] };

/**
 * Takes in a submission. An item of the same day that never left the device is completed; one that did
 * stays as it is, for its answer may only be lost, and the new one goes after it.
 * @param id for a new item, should one be needed
 * @returns the change, and the item that now holds the submission
 */
export function submit(
	items: OutboxItem[],
	{ campaign, account, input, replaces }: Submission,
	id: string,
	now: Date
): Change & { item: ReportItem } {
	const typed_at = now.toISOString();
	const remove = items
		.filter((item) => item.id === replaces && item.state === 'refused')
		.map((item) => item.id);
	const last = waitingFor(items, { campaign, account, ...input }).at(-1);
	const base = { campaign, account, type: 'report.submit' as const, typed_at };
	const item: ReportItem =
		last?.attempts === 0
			? { ...last, input: complete(last.input, input), typed_at }
			: { ...base, id, input, after: last?.id ?? null, ...UNTRIED };
	return { put: [item], remove, item };
}

/** A command about a support request or a visit; each is an item of its own. */
export interface Wish<Type extends OtherType = OtherType> {
	campaign: string;
	account: string;
	type: Type;
	input: OutboxInput<Type>;
	/** Sent before it. */
	enclosures?: Enclosure[];
	/** The refused item that this one takes the place of. */
	replaces?: string | null;
}
type OtherType = Exclude<OutboxType, 'report.submit'>;

/**
 * Takes in a command. Steps of one visit go one after the other: nobody leaves before they came.
 * @param tried how often it already left the device under this id
 */
export function keep(
	items: OutboxItem[],
	{ campaign, account, type, input, enclosures = [], replaces }: Wish,
	{ id, tried = 0 }: { id: string; tried?: number },
	now: Date
): Change {
	const before = 'visit' in input ? waitingOn(items, account, campaign, input.visit) : [];
	const after = before.at(-1)?.id ?? null;
	const item = {
		...{ id, campaign, account, type, input },
		...(!('visit' in input) && { enclosures }),
		...{ after, typed_at: now.toISOString(), ...UNTRIED, attempts: tried }
	} as OutboxItem;
	const remove = items
		.filter((one) => one.id === replaces && one.state === 'refused')
		.map((one) => one.id);
	return { put: [item], remove };
}

const UNTRIED = { state: 'waiting', attempts: 0, answer: null, answered_at: null } as const;

/** An earlier submission with a newer one laid over it. */
function complete(older: ReportSubmit, newer: ReportSubmit): ReportSubmit {
	const named = new Set(newer.lines.map(fieldOf));
	const covered = older.lines.every((line) => named.has(fieldOf(line)));
	return {
		...older,
		...newer,
		lines: overlay(older.lines, newer.lines),
		// What was typed first had not seen what came since: who else changed it must be asked.
		base_revision: covered
			? newer.base_revision
			: Math.min(older.base_revision, newer.base_revision),
		note: newer.note ?? older.note
	};
}

/** Takes the next item to send, and notes the attempt before it is made. `tried`: not these again. */
export function claim(
	items: OutboxItem[],
	account: string,
	tried: ReadonlySet<string> = new Set()
): Change & { item: OutboxItem | null } {
	const waiting = new Set(items.filter(isWaiting).map(({ id }) => id));
	const [next] = items
		.filter((item) => item.account === account && isWaiting(item) && !tried.has(item.id))
		.filter(({ after }) => after === null || !waiting.has(after))
		// One that fails again and again must not keep the others back.
		.sort((a, b) => a.attempts - b.attempts || byTime(a, b));
	if (!next) return { ...NOTHING, item: null };
	const item = { ...next, attempts: next.attempts + 1 };
	return { put: [item], remove: [], item };
}

/** Writes down what the server said, and readies what was waiting for it. */
export function settle(items: OutboxItem[], id: string, answer: OutboxAnswer, now: Date): Change {
	const item = items.find((one) => one.id === id);
	if (!item || item.state === 'delivered' || isForLater(answer)) return NOTHING;
	const followers = items.filter(isReport).filter(({ after }) => after === id);
	const settled = {
		...item,
		state: answer.ok ? 'delivered' : 'refused',
		answer,
		answered_at: now.toISOString(),
		// What has arrived need not fill the device.
		...(answer.ok && enclosuresOf(item).length > 0 && { enclosures: [] })
	} as OutboxItem;
	if (!isReport(item)) return { put: [settled], remove: [] };
	if (answer.ok) {
		const revision = 'revision' in answer.result ? answer.result.revision : 0;
		// Only who saw the day as it was then has also seen this revision.
		const alone = revision === item.input.base_revision + 1;
		return {
			put: [settled, ...followers.map((next) => (alone ? basedOn(next, revision) : freed(next)))],
			remove: []
		};
	}
	const [whole] = followers.filter(({ attempts }) => attempts === 0);
	if (!whole) return { put: [settled, ...followers.map(freed)], remove: [] };
	// What was refused was never done: its figures travel with the item that was to follow.
	const input = { ...complete(item.input, whole.input), base_revision: item.input.base_revision };
	const rest = followers.filter((next) => next !== whole).map(freed);
	return { put: [{ ...freed(whole), input }, ...rest], remove: [id] };
}

function freed(item: ReportItem): ReportItem {
	return { ...item, after: null };
}

function basedOn(item: ReportItem, revision: number): ReportItem {
	const base_revision = Math.max(item.input.base_revision, revision);
	return { ...item, after: null, input: { ...item.input, base_revision } };
}

/** Notes under which names an item's enclosures are known to the server now. */
export function enclose(items: OutboxItem[], id: string, enclosures: Enclosure[]): Change {
	const item = items.find((one) => one.id === id);
	if (!item || !('enclosures' in item)) return NOTHING;
	const files = enclosures.flatMap(({ sent }) => sent ?? []);
	const others = item.input.files.filter((file) => !files.includes(file));
	const input = { ...item.input, files: [...others, ...files] };
	return { put: [{ ...item, input, enclosures } as OutboxItem], remove: [] };
}

/** Forgets a refused item; one that waits cannot be taken back, for it may have arrived. */
export function discard(items: OutboxItem[], id: string): Change {
	return items.some((item) => item.id === id && item.state === 'refused')
		? { put: [], remove: [id] }
		: NOTHING;
}

/** Forgets receipts that are old or many. */
export function prune(items: OutboxItem[], now: Date): Change {
	const oldest = new Date(now.getTime() - KEEP_DAYS * 86_400_000).toISOString();
	const remove = items
		.filter(({ state }) => state === 'delivered')
		.sort((a, b) => (b.answered_at ?? '').localeCompare(a.answered_at ?? ''))
		.filter(({ answered_at }, i) => i >= KEEP_DELIVERED || (answered_at ?? '') < oldest)
		.map(({ id }) => id);
	return { put: [], remove };
}

export function isWaiting({ state }: OutboxItem): boolean {
	return state === 'waiting';
}

/** What waits for one day of one commune, oldest first. */
function waitingFor(
	items: OutboxItem[],
	of: { campaign: string; account: string; unit: string; date: string }
): ReportItem[] {
	return items
		.filter(isReport)
		.filter(isWaiting)
		.filter(({ campaign, account, input }) => {
			const sameDay = input.unit === of.unit && input.date === of.date;
			return sameDay && campaign === of.campaign && account === of.account;
		})
		.sort(byTime);
}

/** Steps of a visit that wait, oldest first. */
function waitingOn(items: OutboxItem[], account: string, campaign: string, visit: number) {
	return items
		.filter(isVisit)
		.filter((item) => isWaiting(item) && item.account === account && item.campaign === campaign)
		.filter(({ input }) => input.visit === visit)
		.sort(byTime);
}

function byTime(a: OutboxItem, b: OutboxItem): number {
	return a.typed_at.localeCompare(b.typed_at);
}
