import {
	emptyBoard,
	unnamedUnit,
	type BoardUnit,
	type CampaignBoard
} from '#lib/campaign/board.ts';
import { campaignLength, dayNumber, localDate } from '#lib/campaign/calendar/calendar.ts';
import { campaignOf, type Campaign } from '#lib/campaign/campaign.ts';
import { PARTS, UNIT_PARTS } from '#lib/campaign/features.ts';
import type { PartOfSnapshot, PartOfUnit } from '#lib/campaign/part-of-snapshot.ts';
import type { All } from '#lib/campaign/together.ts';

type Parts = typeof PARTS;
type UnitOf<Part> = Part extends PartOfUnit<infer Wire> ? Wire : never;
type ListOf<Part> = Part extends PartOfSnapshot<infer Wire> ? Wire[] : never;

/** One place in a snapshot, as the features write it. A parent's `done` and `today` are sums; its `target` is its own. */
export type SnapshotUnit = All<UnitOf<(typeof UNIT_PARTS)[number]>>;

/** Lists besides the units. */
export type SnapshotLists = { [Name in keyof Parts]: ListOf<Parts[Name]> };

/** The board at `seq` as it crosses the wire. Times are campaign time, ISO. */
export interface Snapshot extends SnapshotLists {
	/** Whose knowledge it is: 'staff', 'groups', 'area 461', 'place 19330'. */
	view: string;
	seq: number;
	/** With `seq` it names the past this was made from: send both to ask for what came after. */
	mark: string;
	as_of: string;
	campaign: Campaign & { today: string; day: number; days: number };
	units: SnapshotUnit[];
}

// Which part belongs to which list, only run time knows.
/** Every list by its name, in their order. */
export const LISTS = Object.entries(PARTS) as unknown as [keyof Parts, PartOfSnapshot<object>][];
/** What is written of each unit, in their order. */
export const OF_UNIT = UNIT_PARTS as unknown as readonly PartOfUnit<SnapshotUnit>[];

/** Writes a board out as it stands at campaign time `now`. */
export function snapshotOf(board: CampaignBoard, now: Date): Snapshot {
	const { campaign } = board;
	const today = localDate(now, campaign.time_zone);
	const lists = LISTS.map(([name, { take }]) => [name, take(board)]);
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
		...(Object.fromEntries(lists) as SnapshotLists)
	};
}

function snapshotUnit(board: CampaignBoard, unit: BoardUnit, today: string): SnapshotUnit {
	const written = {} as SnapshotUnit;
	for (const { take } of OF_UNIT) take(written, board, unit, today);
	return written;
}

/** Reads a board back from a snapshot; the board shares no object with it. */
export function boardFrom(snapshot: Snapshot): CampaignBoard {
	return boardOver(structuredClone(snapshot));
}

/** The same of a snapshot that nobody else keeps: the board takes over its objects, and will change them. */
export function boardOver(snapshot: Snapshot): CampaignBoard {
	const { view, seq, mark, campaign, units } = snapshot;
	const { today: _today, day: _day, days: _days, ...rest } = campaign;
	const board: CampaignBoard = {
		...emptyBoard(campaign.slug),
		...{ view, seq, mark },
		campaign: campaignOf(rest), // a server of the version before says less
		units: new Map(units.map((unit) => [unit.code, boardUnitOf(unit)]))
	};
	for (const [name, { put }] of LISTS) put(board, snapshot[name]);
	return board;
}

function boardUnitOf(written: SnapshotUnit): BoardUnit {
	const unit = unnamedUnit(written.code);
	for (const { put } of OF_UNIT) put(unit, written);
	return unit;
}
