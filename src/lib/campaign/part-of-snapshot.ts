import type { BoardUnit, CampaignBoard } from './board.ts';
import type { Decided } from './known-fields.ts';
import type { Places, Viewer } from './reach.ts';

/** One list of a snapshot: what a feature writes of a board, and how it is read back. */
export interface PartOfSnapshot<Wire> {
	take: (board: CampaignBoard) => Wire[];
	/** Reads it into a board that has nothing of it yet; the board takes over the objects. */
	put: (board: CampaignBoard, list: readonly Wire[]) => void;
	/** What of one is for a viewer, null for nothing; all of it by default. */
	known?: (one: Wire, viewer: Viewer, places: Places) => Wire | null;
}

/** Declares one list of a snapshot. */
export const part = <Wire>(declaration: PartOfSnapshot<Wire>) => declaration;

/**
 * What a feature writes of each unit. Every part writes into the same object: copies of parts put together cost
 * more than the sums in them.
 */
export interface PartOfUnit<Wire> {
	/** For whom each field is. */
	fields: Decided<Wire>;
	/** @param today local date, of which `today` is written */
	take: (into: Wire, board: CampaignBoard, unit: BoardUnit, today: string) => void;
	put: (unit: BoardUnit, wire: Wire) => void;
	/** What stands in the place of fields for those beyond reach, besides those that are not there. */
	beyond?: (wire: Wire) => Partial<Wire>;
}

/** Declares what a feature writes of each unit. */
export const partOfUnit = <Wire>(declaration: PartOfUnit<Wire>) => declaration;
