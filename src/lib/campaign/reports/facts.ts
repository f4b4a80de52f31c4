import * as v from 'valibot';
import { unitOf, type CampaignBoard } from '../board.ts';
import { kind, placeOfUnit } from '../kind-of-fact.ts';
import { reachesCode } from '../reach.ts';
import { count, date, moment, text } from '../shapes.ts';
import { reportBeyondReach } from './known-fields.ts';
import { ReportFact } from './report-fact.ts';

/** A verdict on one revision of a commune's day. */
const ReviewFact = v.object({ unit: text, date, revision: count });

/** What reaches a commune and is acknowledged by its device. */
const SeenFact = v.object({ unit: text, date, of: v.picklist(['return', 'reminder']) });

/** What happens to communes' daily reports. */
export const reportFacts = {
	/** The day's first report. `amounts` are that day's totals of the commune. */
	'report.submitted': reported('submitted'),
	/** A later revision of a day already reported. */
	'report.corrected': reported('corrected'),
	/** A reviewer took the day as it stands. */
	'report.accepted': reviewed('accepted'),
	/** A reviewer asks the commune to look again; why is read from the report, not from the log. */
	'report.returned': reviewed('returned'),
	/** A locked day takes reports again until `until` (campaign time, ISO), and then locks by itself. */
	'report.unlocked': kind({
		data: v.object({ unit: text, date, until: moment }),
		places: placeOfUnit,
		fold(board, { unit: code, date, until }) {
			const unit = unitOf(board, code);
			if (unit && until > (unit.unlocks[date] ?? '')) unit.unlocks[date] = until;
		}
	}),
	/** Communes were asked for a day's report. Whether they were is between them and those who look after them. */
	'report.reminded': kind({
		data: v.object({ units: v.array(text), date }),
		places: ({ units }) => units,
		known({ units, date }, viewer, places) {
			const own = units.filter(reachesCode(viewer, places));
			return own.length > 0 ? { units: own, date } : null;
		},
		fold(board, { units, date }, at) {
			for (const code of units) {
				const unit = unitOf(board, code);
				if (!unit || at < (unit.reminded?.at ?? '')) continue;
				unit.reminded = { at, date, seen: false };
			}
		}
	}),
	/** What was sent to a commune was shown on its focal point's device. */
	'report.seen': kind({
		data: SeenFact,
		places: placeOfUnit,
		known: (data, viewer, places) => (reachesCode(viewer, places)(data.unit) ? data : null),
		fold: foldSeen
	})
};

function reported(state: 'submitted' | 'corrected') {
	return kind({
		data: ReportFact,
		places: placeOfUnit,
		known: (data, viewer, places) =>
			reachesCode(viewer, places)(data.unit) ? data : reportBeyondReach(data),
		fold(board, { unit: code, date, amounts, revision, receipt, timely, disputed, flags }, at) {
			const unit = unitOf(board, code);
			if (!unit) return;
			unit.days[date] = {
				...{ state, amounts, revision, receipt, at, timely },
				...(disputed ? { disputed } : {}),
				...(flags?.length ? { flags } : {})
			};
		}
	});
}

/** A verdict is about one revision: a newer one is not touched by it. */
function reviewed(state: 'accepted' | 'returned') {
	return kind({
		data: ReviewFact,
		places: placeOfUnit,
		fold(board, { unit, date, revision }) {
			const day = board.units.get(unit)?.days[date];
			if (day?.revision !== revision) return;
			day.state = state;
			delete day.return_seen;
		}
	});
}

function foldSeen(
	board: CampaignBoard,
	{ unit: code, date, of }: v.InferOutput<typeof SeenFact>
): void {
	const unit = unitOf(board, code);
	if (!unit) return;
	if (of === 'reminder') {
		if (unit.reminded?.date === date) unit.reminded = { ...unit.reminded, seen: true };
		return;
	}
	const day = unit.days[date];
	if (day?.state === 'returned') day.return_seen = true;
}
