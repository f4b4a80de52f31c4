import type { CampaignBoard } from './board.ts';
import { kindOf, type FactView, type LoggedFact } from './facts.ts';

/**
 * Folds one fact into the board, in place, as its kind says. The server, every browser, replay and the tests
 * run this same function. A fact already folded changes nothing; one that is withheld, or of a kind this
 * version does not know, only moves `seq`.
 * Two commands at the same moment may be numbered against their times: what the tables order by time
 * is compared by time here too.
 */
export function reduce(board: CampaignBoard, fact: FactView | LoggedFact): void {
	if (fact.seq <= board.seq) return;
	if (fact.kind !== 'withheld') kindOf(fact.kind)?.fold(board, fact.data, fact.at);
	board.seq = fact.seq;
	board.mark = fact.mark ?? '';
}
