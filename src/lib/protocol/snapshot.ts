import type { BoardUnit, CampaignBoard, DayReport, Reminder } from '#lib/campaign/board.ts';
import { doneBy, lastReportAt, targetOf, unallocatedOf } from '#lib/campaign/board.ts';
import { campaignLength, dayNumber, localDate } from '#lib/campaign/calendar/calendar.ts';
import type { WorkingGroup } from '#lib/campaign/visits/group.ts';
import type { Visit } from '#lib/campaign/visits/visit.ts';
import type { Incident, SupportRequest } from '#lib/campaign/requests/request.ts';
import { campaignOf } from '#lib/campaign/campaign.ts';
import type { Amounts, Campaign, Named, TargetOrigin } from '#lib/campaign/campaign.ts';
import { isLeaf } from '#lib/campaign/places/tree.ts';

/** One place in a snapshot. A parent's `done` and `today` are sums; its `target` is its own. */
export interface SnapshotUnit extends Named {
	code: string;
	parent: string | null;
	/** Key of one of the campaign's `levels`; units of the last one report. */
	level: string;
	type: string;
	/** Its place among all units, in the campaign's order. */
	position: number;
	target: Amounts;
	target_origin: Record<string, TargetOrigin>;
	unallocated: Amounts;
	done: Amounts;
	today: Amounts;
	last_report_at: string | null;
	/** Leaves only: their reports by date. */
	days?: Record<string, DayReport>;
	/** Leaves only, when there are any: locked days open again, each until a campaign time (ISO). */
	unlocks?: Record<string, string>;
	/** Leaves only, when it was asked for a report. */
	reminded?: Reminder;
}

/** The board at `seq` as it crosses the wire. Times are campaign time, ISO. */
export interface Snapshot {
	/** Whose knowledge it is: 'staff', 'groups', 'area 461', 'place 19330'. */
	view: string;
	seq: number;
	/** With `seq` it names the past this was made from: send both to ask for what came after. */
	mark: string;
	as_of: string;
	campaign: Campaign & { today: string; day: number; days: number };
	units: SnapshotUnit[];
	groups: WorkingGroup[];
	visits: Visit[];
	requests: SupportRequest[];
	incidents: Incident[];
}

/** Writes a board out as it stands at campaign time `now`. */
export function snapshotOf(board: CampaignBoard, now: Date): Snapshot {
	const { campaign } = board;
	const today = localDate(now, campaign.time_zone);
	return {
		view: board.view,
		seq: board.seq,
		mark: board.mark,
		as_of: now.toISOString(),
		campaign: {
			...campaign,
			today,
			day: dayNumber(campaign, today),
			days: campaignLength(campaign)
		},
		units: [...board.units.values()].map((unit) => snapshotUnit(board, unit, today)),
		groups: [...board.groups.values()],
		// In this order also for those who learn of a draft only when it is published.
		visits: [...board.visits.values()].sort((a, b) => a.number - b.number),
		requests: [...board.requests.values()],
		incidents: [...board.incidents.values()]
	};
}

function snapshotUnit(board: CampaignBoard, unit: BoardUnit, today: string): SnapshotUnit {
	const { code, parent, level, type, position, name_vi, name_en } = unit;
	const { targets, days, unlocks, reminded } = unit;
	const target_origin = Object.fromEntries(
		Object.entries(targets).map(([measure, { origin }]) => [measure, origin])
	);
	return {
		code,
		parent,
		level,
		type,
		position,
		name_vi,
		name_en,
		target: targetOf(board, unit),
		target_origin,
		unallocated: unallocatedOf(board, unit),
		done: doneBy(board, unit),
		today: doneBy(board, unit, today),
		last_report_at: lastReportAt(board, unit),
		...(isLeaf(board.campaign, unit) ? { days } : {}),
		...(Object.keys(unlocks).length > 0 ? { unlocks } : {}),
		...(reminded ? { reminded } : {})
	};
}

/** Reads a board back from a snapshot; the board shares no object with it. */
export function boardFrom(snapshot: Snapshot): CampaignBoard {
	return boardOver(structuredClone(snapshot));
}

/** The same of a snapshot that nobody else keeps: the board takes over its objects, and will change them. */
export function boardOver(snapshot: Snapshot): CampaignBoard {
	const { view, seq, mark, campaign, units, groups, visits, requests, incidents } = snapshot;
	const { today: _today, day: _day, days: _days, ...rest } = campaign;
	return {
		view,
		seq,
		mark,
		campaign: campaignOf(rest), // a server of the version before says less
		units: new Map(units.map((unit) => [unit.code, boardUnitOf(unit)])),
		groups: new Map(groups.map((group) => [group.code, group])),
		visits: new Map(visits.map((visit) => [visit.number, visit])),
		requests: new Map(requests.map((request) => [request.number, request])),
		incidents: new Map(incidents.map((incident) => [incident.number, incident]))
	};
}

function boardUnitOf(unit: SnapshotUnit): BoardUnit {
	const { code, parent, level, type, position, name_vi, name_en } = unit;
	const { target, target_origin } = unit;
	const { days = {}, unlocks = {}, reminded = null } = unit;
	const targets = Object.fromEntries(
		Object.entries(target_origin).map(([measure, origin]) => [
			measure,
			{ amount: target[measure] ?? 0, origin }
		])
	);
	return {
		...{ code, parent, level, type, position, name_vi, name_en },
		...{ targets, days, unlocks, reminded }
	};
}
