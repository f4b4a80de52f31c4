import type { BoardUnit, CampaignBoard, Reminder } from '../board.ts';
import { campaignDates } from '../calendar/calendar.ts';
import type { Amounts, Named } from '../campaign.ts';
import { tellsApart } from '../places/same-names.ts';
import { reportState, type ReportState } from './report-state.ts';
import { summarizer } from '../status/summary.ts';
import { isLeaf, isWithin } from '../places/tree.ts';

/** One commune on the review page: its day, and how it stands besides. Plain data, new on every look. */
export interface ReviewRow extends Named, ReportState {
	code: string;
	parent: string | null;
	type: string;
	/** The place above, where the name alone does not tell which one it is. */
	above: Named | null;
	/** Everything done so far, and done ÷ target of the primary measure; null without a target. */
	done: Amounts;
	share: number | null;
	/** Closed days in a row without any report, and whether they are too many. */
	silent_days: number;
	silent: boolean;
	last_report_at: string | null;
	/** The last reminder, when it was about this day. */
	reminder: Reminder | null;
}

export const REVIEW_FILTERS = [
	'all',
	'waiting',
	'absent',
	'late',
	'returned',
	'flagged',
	'disputed',
	'silent'
] as const;
/**
 * What a reviewer looks for. `waiting`: neither accepted nor returned; `absent`: no report, whether the
 * deadline has passed or not; `silent`: no word for as many closed days as the campaign's rules say.
 */
export type ReviewFilter = (typeof REVIEW_FILTERS)[number];

const MATCHES: Record<ReviewFilter, (row: ReviewRow) => boolean> = {
	all: () => true,
	waiting: ({ phase }) => phase === 'submitted' || phase === 'corrected',
	absent: ({ phase }) => phase === 'due' || phase === 'missing',
	late: ({ late }) => late,
	returned: ({ phase }) => phase === 'returned',
	flagged: ({ report }) => (report?.flags?.length ?? 0) > 0,
	disputed: ({ report }) => (report?.disputed ?? 0) > 0,
	silent: ({ silent }) => silent
};

/** Whether a row is of the kind looked for. */
export function matchesReview(row: ReviewRow, filter: ReviewFilter): boolean {
	return MATCHES[filter](row);
}

/** How many rows each filter finds. */
export function countReviews(rows: readonly ReviewRow[]): Record<ReviewFilter, number> {
	const counts = {} as Record<ReviewFilter, number>;
	for (const filter of REVIEW_FILTERS) counts[filter] = rows.filter(MATCHES[filter]).length;
	return counts;
}

/** Waiting, and nothing about it asks for a look: what a bulk acceptance takes by itself. */
export function isClean(row: ReviewRow): boolean {
	return MATCHES.waiting(row) && !MATCHES.flagged(row) && !MATCHES.disputed(row);
}

/** Nothing came, and something still can: what a reminder may ask for. */
export function isRemindable(row: ReviewRow): boolean {
	return MATCHES.absent(row) && !row.locked;
}

/** Every commune with something to count, in the campaign's order. @param within only of this area */
export function reviewRows(
	board: CampaignBoard,
	date: string,
	now: Date,
	within: string | null = null
): ReviewRow[] {
	const summarize = summarizer(board, now);
	return leavesWithin(board, within).map((unit) => {
		const { code, parent, type, name_vi, name_en, reminded } = unit;
		const { done, share, silent_days, last_report_at } = summarize(unit);
		const state = reportState(board.campaign, unit, date, now);
		return {
			...{ code, parent, type, name_vi, name_en },
			above: aboveOf(board, code),
			...{ done, share, silent_days, last_report_at },
			silent: silent_days >= board.campaign.rules.silent_days,
			reminder: reminded?.date === date ? { ...reminded } : null,
			...state,
			report: state.report && { ...state.report } // the board changes its own in place
		};
	});
}

function aboveOf({ units }: CampaignBoard, code: string): Named | null {
	const place = tellsApart(units, code);
	return place && { name_vi: place.name_vi, name_en: place.name_en };
}

function leavesWithin(board: CampaignBoard, within: string | null): BoardUnit[] {
	return [...board.units.values()].filter(
		(unit) =>
			isLeaf(board.campaign, unit) && (within === null || isWithin(board.units, unit.code, within))
	);
}

/** How the rows are put: as the campaign lists them, the longest silent first, the newest first. */
export const REVIEW_ORDERS = ['place', 'silence', 'newest'] as const;
export type ReviewOrder = (typeof REVIEW_ORDERS)[number];

/** The rows in an order; those alike stay as the campaign lists them. */
export function sortReviews(rows: readonly ReviewRow[], order: ReviewOrder): ReviewRow[] {
	if (order === 'place') return [...rows];
	const [word, turn] =
		order === 'silence'
			? [({ last_report_at }: ReviewRow) => last_report_at ?? '', 1]
			: [({ report }: ReviewRow) => report?.at ?? '', -1];
	return rows.toSorted((a, b) => {
		const [x, y] = [word(a), word(b)];
		return x === y ? 0 : (x < y ? -1 : 1) * turn;
	});
}

/** One day of the campaign, as the reviewer picks among them. */
export interface ReviewDay {
	date: string;
	/** Communes that reported, and of these, those waiting for review. */
	in: number;
	waiting: number;
	due: number;
}

/** Every day of the campaign, first to last. @param within only of this area */
export function reviewDays(board: CampaignBoard, within: string | null = null): ReviewDay[] {
	const communes = leavesWithin(board, within);
	return campaignDates(board.campaign).map((date) => {
		const day: ReviewDay = { date, in: 0, waiting: 0, due: communes.length };
		for (const { days } of communes) {
			const state = days[date]?.state;
			if (state === undefined) continue;
			day.in++;
			if (state === 'submitted' || state === 'corrected') day.waiting++;
		}
		return day;
	});
}

/** Gives back rows of `before` that say the same, so that a screen repaints only those that changed. */
export function keepAlike<Row extends { code: string }>(
	before: ReadonlyMap<string, Row>,
	rows: readonly Row[]
): Row[] {
	return rows.map((row) => {
		const known = before.get(row.code);
		return known && JSON.stringify(known) === JSON.stringify(row) ? known : row;
	});
}
