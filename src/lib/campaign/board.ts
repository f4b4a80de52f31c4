import type { Amounts, Campaign, Named, Target } from './campaign.ts';
import { campaignOf, zeroAmounts } from './campaign.ts';
import { isLeaf } from './places/tree.ts';
import type { WorkingGroup } from './visits/group.ts';
import type { Visit } from './visits/visit.ts';
import type { Incident, SupportRequest } from './requests/request.ts';
import type { SoftCheck } from './reports/soft-checks.ts';

/** What became of a day that was reported; `corrected`: a later revision, to be reviewed again. */
export type DayState = 'submitted' | 'corrected' | 'returned' | 'accepted';

/** A commune's day as it stands. */
export interface DayReport {
	state: DayState;
	amounts: Amounts;
	revision: number;
	receipt: string;
	/** Campaign time of the newest revision, ISO. */
	at: string;
	timely: boolean;
	/** Fields that two people typed differently and nobody has settled; absent when none. */
	disputed?: number;
	/** What the soft checks asked about the newest revision; absent when nothing. */
	flags?: SoftCheck[];
	/** Whether the comment of a return was shown on the focal point's device; absent until then. */
	return_seen?: boolean;
}

/** The last time a commune was asked for a day's report. */
export interface Reminder {
	/** Campaign time, ISO. */
	at: string;
	date: string;
	/** Whether it was shown on the focal point's device. */
	seen: boolean;
}

export interface BoardUnit extends Named {
	code: string;
	parent: string | null;
	/** Key of its level in the campaign. */
	level: string;
	type: string;
	/** Its place among all units, in the campaign's order. */
	position: number;
	/** What counts, by measure. A measure without a target is absent. */
	targets: Record<string, Target>;
	/** Reports by date; only leaves of the tree report. */
	days: Record<string, DayReport>;
	/** Locked days that take reports again, each until a campaign time (ISO): of several the latest. */
	unlocks: Record<string, string>;
	reminded: Reminder | null;
}

/** What is known of a campaign after fact `seq`. Plain data: server and browser hold the same. */
export interface CampaignBoard {
	/** Whose knowledge it is, as `viewKey` names it: 'staff' know everything. */
	view: string;
	seq: number;
	/** Mark of that fact, or of the empty log: with `seq` it names the past this board was made from. */
	mark: string;
	campaign: Campaign;
	units: Map<string, BoardUnit>;
	/** By code. */
	groups: Map<string, WorkingGroup>;
	/** By number, as the following two. */
	visits: Map<number, Visit>;
	requests: Map<number, SupportRequest>;
	incidents: Map<number, Incident>;
}

/** A campaign of which nothing is known yet: folding its log from the first fact on this makes its board. */
export function emptyBoard(slug: string): CampaignBoard {
	const campaign = campaignOf({
		...{ slug, setup: 0, name_vi: '', name_en: '', starts_on: '', ends_on: '', time_zone: 'UTC' },
		...{ timely_by: '', lock_after_days: 0, quiet_hours: { from: '', to: '' } },
		...{ simulated: false, clock: null, measures: [], categories: [] }
	});
	return {
		...{ view: 'staff', seq: 0, mark: '', campaign, units: new Map(), groups: new Map() },
		...{ visits: new Map(), requests: new Map(), incidents: new Map() }
	};
}

/**
 * A unit that a fact is about. The log of a campaign that is older than set-up in the log says only later what it
 * is; until then it is kept without a name.
 */
export function unitOf(board: CampaignBoard, code: string): BoardUnit | undefined {
	const known = board.units.get(code);
	if (known || board.campaign.setup > 0) return known;
	const unit = unnamedUnit(code);
	board.units.set(code, unit);
	return unit;
}

/** A unit of which nothing but its code is known. */
export const unnamedUnit = (code: string): BoardUnit => ({
	...{ code, parent: null, level: '', type: '', name_vi: '', name_en: '', position: 0 },
	...{ targets: {}, days: {}, unlocks: {}, reminded: null }
});

/** Units by the one above, made once per tree: a changed tree is another map. */
const trees = new WeakMap<CampaignBoard['units'], Map<string, BoardUnit[]>>();

/** The units one level below `code`, in the campaign's order. */
export function childrenOf({ units }: CampaignBoard, code: string): BoardUnit[] {
	let tree = trees.get(units);
	if (!tree) {
		tree = new Map();
		for (const unit of units.values()) {
			if (unit.parent === null) continue;
			const siblings = tree.get(unit.parent);
			if (siblings) siblings.push(unit);
			else tree.set(unit.parent, [unit]);
		}
		trees.set(units, tree);
	}
	return tree.get(code) ?? [];
}

/** The units below a unit that report; one that reports is its own. */
export function leavesOf(board: CampaignBoard, unit: BoardUnit): BoardUnit[] {
	if (isLeaf(board.campaign, unit)) return [unit];
	return childrenOf(board, unit.code).flatMap((child) => leavesOf(board, child));
}

/** The top of the tree. */
export function rootOf(board: CampaignBoard): BoardUnit {
	for (const unit of board.units.values()) if (unit.parent === null) return unit;
	throw new Error(`campaign ${board.campaign.slug} has no places`);
}

/** Everything reported by `unit` and the leaves below it, or on one `date` only. */
export function doneBy(board: CampaignBoard, unit: BoardUnit, date?: string): Amounts {
	const sum = zeroAmounts(board.campaign);
	for (const { days } of leavesOf(board, unit)) {
		const reports = date === undefined ? Object.values(days) : days[date] ? [days[date]] : [];
		for (const { amounts } of reports) {
			for (const key in sum) sum[key] = (sum[key] ?? 0) + (amounts[key] ?? 0);
		}
	}
	return sum;
}

/** Campaign time (ISO) of the newest report of the unit or of any leaf below it. */
export function lastReportAt(board: CampaignBoard, unit: BoardUnit): string | null {
	let last: string | null = null;
	for (const { days } of leavesOf(board, unit)) {
		for (const { at } of Object.values(days)) if (last === null || at > last) last = at;
	}
	return last;
}

/** A unit's own targets, by measure; zero where it has none. */
export function targetOf(board: CampaignBoard, unit: BoardUnit): Amounts {
	const amounts = zeroAmounts(board.campaign);
	for (const key in amounts) amounts[key] = unit.targets[key]?.amount ?? 0;
	return amounts;
}

/**
 * A parent's target less the sum of its children's: what the level above promised and nobody below
 * was given. Negative when communes declared more than the plan knew of.
 */
export function unallocatedOf(board: CampaignBoard, unit: BoardUnit): Amounts {
	const rest = targetOf(board, unit);
	if (isLeaf(board.campaign, unit)) return zeroAmounts(board.campaign);
	const children = childrenOf(board, unit.code);
	// An area that holds nothing to count has nothing to pass on either.
	if (children.length === 0) return zeroAmounts(board.campaign);
	for (const child of children) {
		for (const key in rest) rest[key] = (rest[key] ?? 0) - (child.targets[key]?.amount ?? 0);
	}
	return rest;
}
