import {
	leavesOf,
	type BoardUnit,
	type CampaignBoard,
	type DayReport
} from '#lib/campaign/board.ts';
import { localDate, localMilliseconds } from '#lib/campaign/calendar/calendar.ts';
import { reportState } from '#lib/campaign/reports/report-state.ts';
import type { ReportKey } from '#lib/campaign/reports/commands.ts';
import type { CommandInput } from '#lib/protocol/commands.ts';

/** What a simulated district officer does; ids are given when it is sent. */
export type SimulatedReview = {
	[Type in 'report.accept_many' | 'report.return' | 'report.remind']: {
		type: Type;
		input: CommandInput<Type>;
	};
}['report.accept_many' | 'report.return' | 'report.remind'];

const HOUR = 3_600_000;
/** Local hours: reminding after the deadline, reading reports in the evening and the next morning. */
const REMIND = { from: 17.6, to: 18.5 };
const READ = [
	{ from: 19, to: 21.9 },
	{ from: 8.5, to: 10 }
];

/**
 * What the officer of a district does at campaign time `now`: reminds those who missed today's deadline,
 * takes what is in order, and asks about some of the days that stand out. Nothing twice.
 */
export function reviewOf(board: CampaignBoard, district: BoardUnit, now: Date): SimulatedReview[] {
	const { campaign } = board;
	const hour = localMilliseconds(now, campaign.time_zone) / HOUR;
	const within = ({ from, to }: typeof REMIND) => hour >= from && hour < to;
	const communes = leavesOf(board, district);
	const doings: SimulatedReview[] = [];
	if (within(REMIND)) {
		const date = localDate(now, campaign.time_zone);
		const missing = communes.filter(
			(unit) =>
				reportState(campaign, unit, date, now).phase === 'missing' && unit.reminded?.date !== date
		);
		const units = missing.map(({ code }) => code);
		if (units.length > 0) doings.push({ type: 'report.remind', input: { units, date } });
	}
	if (!READ.some(within)) return doings;
	const accepted: ReportKey[] = [];
	for (const { code: unit, days } of communes) {
		for (const [date, day] of Object.entries(days)) {
			const { state, revision, disputed } = day;
			if (disputed || (state !== 'submitted' && state !== 'corrected')) continue;
			if (isDoubtful(day)) {
				const reason = 'Số trong ngày cao hơn hẳn ngày thường, đề nghị xã kiểm tra lại.';
				doings.push({ type: 'report.return', input: { unit, date, revision, reason } });
			} else accepted.push({ unit, date, revision });
		}
	}
	if (accepted.length > 0) {
		doings.push({ type: 'report.accept_many', input: { reports: accepted.slice(0, 1000) } });
	}
	return doings;
}

/** Of the first reports that stand out the officer asks about some, the others are known to be right. */
function isDoubtful({ state, flags = [], receipt }: DayReport): boolean {
	const standsOut = flags.includes('far_above_median') || flags.includes('running_total');
	return state === 'submitted' && standsOut && receipt.charCodeAt(0) % 3 === 0;
}
