import type * as v from 'valibot';
import type { CampaignBoard } from './board.ts';
import type { Places, Viewer } from './reach.ts';

/** What a kind of fact says about itself, once; all that is done with facts follows from it. */
export interface KindOfFact<Data> {
	/**
	 * Its shape. What else the data holds is kept and passed on. Facts stay for ever: a shape that old facts do not
	 * have is another kind, named 'report.submitted@2', and the first one is folded as before.
	 */
	data: v.GenericSchema<unknown, Data>;
	/** Codes of the units it is about: who reaches one of them reads who did it. */
	places: (data: Data) => readonly string[];
	/** What of it is for a viewer, null for nothing; all of it by default. */
	known?: (data: Data, viewer: Viewer, places: Places) => Data | null;
	/** Folds it into the board, in place, the same however often. `at`: campaign time, ISO. */
	fold: (board: CampaignBoard, data: Data, at: string) => void;
}

/** Declares a kind of fact by the shape of its data. */
export const kind = <Data>(declaration: KindOfFact<Data>) => declaration;

/** Declares several kinds that are alike. */
export const each = <Kind extends string, Data>(
	kinds: readonly Kind[],
	declaration: KindOfFact<Data>
) => Object.fromEntries(kinds.map((one) => [one, declaration])) as Record<Kind, KindOfFact<Data>>;

/** Of facts about one unit, and of those about none. */
export const placeOfUnit = ({ unit }: { unit: string }) => [unit];
export const noPlace = () => [];
