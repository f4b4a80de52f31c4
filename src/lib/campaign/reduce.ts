import type { CampaignBoard } from './board.ts';
import type { FactData, FactView, LoggedFact, ReportFact } from './facts.ts';

/**
 * Folds one fact into the board, in place. The server, every browser, replay and the tests run this
 * same function. A fact already folded, one that is withheld, and a kind this version does not know, change
 * nothing but `seq`.
 * Two commands at the same moment may be numbered against their times: what the tables order by time
 * is compared by time here too.
 */
export function reduce(board: CampaignBoard, fact: FactView | LoggedFact): void {
	if (fact.seq <= board.seq) return;
	switch (fact.kind) {
		case 'report.submitted':
		case 'report.corrected':
			foldReport(board, fact.data, fact.at, fact.kind === 'report.corrected');
			break;
		case 'report.accepted':
		case 'report.returned':
			foldReview(board, fact.data, fact.kind === 'report.accepted' ? 'accepted' : 'returned');
			break;
		case 'report.unlocked': {
			const { date, until } = fact.data;
			const unit = board.units.get(fact.data.unit);
			if (unit && until > (unit.unlocks[date] ?? '')) unit.unlocks[date] = until;
			break;
		}
		case 'report.reminded':
			for (const code of fact.data.units) {
				const unit = board.units.get(code);
				if (!unit || fact.at < (unit.reminded?.at ?? '')) continue;
				unit.reminded = { at: fact.at, date: fact.data.date, seen: false };
			}
			break;
		case 'report.seen':
			foldSeen(board, fact.data);
			break;
		case 'target.declared': {
			const unit = board.units.get(fact.data.unit);
			for (const [measure, amount] of Object.entries(fact.data.target)) {
				if (unit) unit.targets[measure] = { amount, origin: 'declared' };
			}
			break;
		}
		case 'group.changed':
			board.groups.set(fact.data.group.code, fact.data.group);
			break;
		case 'clock.set':
			board.campaign.clock = fact.data.clock;
			break;
		case 'withheld':
			break;
		case 'day.opened':
			break; // which day it is follows from the clock; the fact tells screens to look
		default:
			// Every fact about one of these says what it is now, as a whole.
			if ('request' in fact.data) board.requests.set(fact.data.request.number, fact.data.request);
			else if ('incident' in fact.data)
				board.incidents.set(fact.data.incident.number, fact.data.incident);
			else if ('visit' in fact.data) board.visits.set(fact.data.visit.number, fact.data.visit);
	}
	board.seq = fact.seq;
	board.mark = fact.mark ?? '';
}

function foldReport(
	board: CampaignBoard,
	report: ReportFact,
	at: string,
	corrected: boolean
): void {
	const unit = board.units.get(report.unit);
	if (!unit) return;
	unit.days[report.date] = {
		state: corrected ? 'corrected' : 'submitted',
		amounts: report.amounts,
		revision: report.revision,
		receipt: report.receipt,
		at,
		timely: report.timely,
		...(report.disputed ? { disputed: report.disputed } : {}),
		...(report.flags?.length ? { flags: report.flags } : {})
	};
}

/** A verdict is about one revision: a newer one is not touched by it. */
function foldReview(
	board: CampaignBoard,
	{ unit, date, revision }: FactData['report.accepted'],
	state: 'accepted' | 'returned'
): void {
	const day = board.units.get(unit)?.days[date];
	if (day?.revision !== revision) return;
	day.state = state;
	delete day.return_seen;
}

function foldSeen(board: CampaignBoard, { unit: code, date, of }: FactData['report.seen']): void {
	const unit = board.units.get(code);
	if (!unit) return;
	if (of === 'reminder') {
		if (unit.reminded?.date === date) unit.reminded = { ...unit.reminded, seen: true };
		return;
	}
	const day = unit.days[date];
	if (day?.state === 'returned') day.return_seen = true;
}
