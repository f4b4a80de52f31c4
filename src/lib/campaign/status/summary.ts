import type { BoardUnit, CampaignBoard } from '../board.ts';
import { childrenOf, leavesOf, doneBy, lastReportAt, targetOf, unallocatedOf } from '../board.ts';
import { addDays, campaignDates, localDate } from '../calendar/calendar.ts';
import type { Amounts, Campaign, Named } from '../campaign.ts';
import { primaryMeasure } from '../campaign.ts';
import {
	averagePerDay,
	idealAfter,
	momentOf,
	requiredPerDay,
	statusOf,
	type Moment,
	type Status
} from './pace.ts';
import { isLeaf } from '../places/tree.ts';

/** How one place stands at a moment: what map, ranking and top strip show. */
export interface UnitSummary extends Named {
	code: string;
	parent: string | null;
	/** Key of its level, and whether units of it report. */
	level: string;
	leaf: boolean;
	type: string;
	done: Amounts;
	today: Amounts;
	target: Amounts;
	unallocated: Amounts;
	/** Done ÷ target of the primary measure; above 1 when more was found than planned. Null without target. */
	share: number | null;
	/** Where the plan should be tonight, in the primary measure. */
	ideal: number;
	/** Needed per day from now on and done per closed day so far, in the primary measure. */
	required_per_day: number | null;
	average_per_day: number | null;
	status: Status;
	/** Leaves that reported today, and that should. */
	reports: { in: number; due: number };
	/** Closed days in a row without any report. */
	silent_days: number;
	last_report_at: string | null;
	/** Code of the newest receipt, for leaves. */
	receipt: string | null;
}

/** Sums up one unit of the board at campaign time `now`. */
export function summarize(board: CampaignBoard, unit: BoardUnit, now: Date): UnitSummary {
	return summarizer(board, now)(unit);
}

/** Sums up units of the board at campaign time `now`: several cost less than one by one. */
export function summarizer(board: CampaignBoard, now: Date): (unit: BoardUnit) => UnitSummary {
	const moment = momentOf(board.campaign, now);
	const primary = primaryMeasure(board.campaign).key;
	const counts = ![...board.units.values()].some(({ targets }) => targets[primary]);
	return (unit) => summaryAt(board, unit, moment, counts);
}

/** @param counts the campaign has no targets: it counts, and nobody is without anything to do */
function summaryAt(
	board: CampaignBoard,
	unit: BoardUnit,
	moment: Moment,
	counts: boolean
): UnitSummary {
	const { campaign } = board;
	const { today, closed, tonight } = moment;
	const primary = primaryMeasure(campaign).key;
	const leaf = isLeaf(campaign, unit);
	const leaves = leavesOf(board, unit);
	const done = doneBy(board, unit);
	const doneToday = doneBy(board, unit, today);
	const target = targetOf(board, unit);
	const [doneCount = 0, targetCount = 0] = [done[primary], target[primary]];
	const silent = Math.min(...leaves.map((place) => silentDays(campaign, place, moment)));
	const silent_days = Number.isFinite(silent) ? silent : 0;
	const last_report_at = lastReportAt(board, unit);
	const openToday = closed < tonight ? doneToday[primary] : 0;
	return {
		code: unit.code,
		parent: unit.parent,
		level: unit.level,
		leaf,
		type: unit.type,
		name_vi: unit.name_vi,
		name_en: unit.name_en,
		done,
		today: doneToday,
		target,
		unallocated: unallocatedOf(board, unit),
		share: targetCount > 0 ? doneCount / targetCount : null,
		ideal: idealAfter(moment, targetCount, tonight),
		required_per_day: requiredPerDay(moment, targetCount - doneCount),
		average_per_day: averagePerDay(moment, doneCount - (openToday ?? 0)),
		status: statusOf(moment, {
			done: doneCount,
			target: targetCount,
			reported: counts || last_report_at !== null,
			silent_days
		}),
		reports: {
			in: leaves.filter(({ days }) => days[today] !== undefined).length,
			due: leaves.length
		},
		silent_days,
		last_report_at,
		receipt: leaf ? newestReceipt(unit) : null
	};
}

/** The children of `code`, summed up. */
export function summarizeChildren(board: CampaignBoard, code: string, now: Date): UnitSummary[] {
	return childrenOf(board, code).map(summarizer(board, now));
}

/** Closed days without a report, counted back from the last closed day. Today's report breaks silence. */
function silentDays({ starts_on }: Campaign, { days }: BoardUnit, { today, closed }: Moment) {
	if (days[today]) return 0;
	let silent = 0;
	while (closed > silent && !days[addDays(starts_on, closed - 1 - silent)]) silent++;
	return silent;
}

function newestReceipt({ days }: BoardUnit): string | null {
	const newest = Object.values(days).sort((a, b) => b.at.localeCompare(a.at))[0];
	return newest?.receipt ?? null;
}

/** Day by day what was done and where the ideal line is, in the primary measure. */
export interface BurnUpDay {
	date: string;
	/** Total up to and including this day; null for days still to come. */
	done: number | null;
	ideal: number;
}

/** The burn-up of a unit over the whole campaign. */
export function burnUp(board: CampaignBoard, unit: BoardUnit, now: Date): BurnUpDay[] {
	const primary = primaryMeasure(board.campaign).key;
	const target = targetOf(board, unit)[primary] ?? 0;
	const today = localDate(now, board.campaign.time_zone);
	const perDay = new Map<string, number>();
	for (const { days } of leavesOf(board, unit)) {
		for (const [date, { amounts }] of Object.entries(days)) {
			perDay.set(date, (perDay.get(date) ?? 0) + (amounts[primary] ?? 0));
		}
	}
	let total = 0;
	const dates = campaignDates(board.campaign);
	return dates.map((date, i) => {
		total += perDay.get(date) ?? 0;
		return {
			date,
			done: date <= today ? total : null,
			ideal: idealAfter({ days: dates.length }, target, i + 1)
		};
	});
}
