import * as v from 'valibot';
import type { CampaignBoard } from './board.ts';
import { kindOf, type FactView } from './facts.ts';
import { reduce } from './reduce.ts';

/**
 * Whether this version of the product can fold an entry of the log: it knows its kind, and the data is of the
 * kind's shape. One that it cannot read was written by a later version.
 */
export function isReadable({ kind, data }: Pick<FactView, 'kind' | 'data'>): boolean {
	return kind === 'withheld' || v.is(kindOf(kind)?.data ?? v.never(), data);
}

/**
 * Folds an entry that was received. One that cannot be read moves the board's number and nothing else: what the
 * board says is then no longer the whole.
 * @returns whether it could be read
 */
export function reduceReceived(board: CampaignBoard, entry: FactView): boolean {
	const readable = isReadable(entry);
	reduce(board, readable ? entry : { ...entry, kind: 'withheld', actor: null, data: {} });
	return readable;
}
