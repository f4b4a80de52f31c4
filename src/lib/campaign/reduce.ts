import type { CampaignBoard } from './board.ts';
import type { Fact, ReportFact } from './facts.ts';

/**
 * Folds one fact into the board, in place. The server, every browser, replay and the tests run this
 * same function. A fact already folded, and a kind this version does not know, change nothing but `seq`.
 */
export function reduce(board: CampaignBoard, fact: Fact): void {
	if (fact.seq <= board.seq) return;
	switch (fact.kind) {
		case 'report.submitted':
		case 'report.corrected':
			foldReport(board, fact.data, fact.at);
			break;
		case 'target.declared': {
			const unit = board.units.get(fact.data.unit);
			for (const [measure, amount] of Object.entries(fact.data.target)) {
				if (unit) unit.targets[measure] = { amount, origin: 'declared' };
			}
			break;
		}
		case 'clock.set':
			board.campaign.clock = fact.data.clock;
			break;
		case 'day.opened':
			break; // which day it is follows from the clock; the fact tells screens to look
	}
	board.seq = fact.seq;
}

function foldReport(board: CampaignBoard, report: ReportFact, at: string): void {
	const unit = board.units.get(report.unit);
	if (!unit) return;
	unit.days[report.date] = {
		amounts: report.amounts,
		revision: report.revision,
		receipt: report.receipt,
		at,
		timely: report.timely
	};
}
