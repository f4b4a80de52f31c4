import type { UpdateObject } from 'kysely';
import { localDate } from '#lib/campaign/calendar/calendar.ts';
import { takenAt } from '#lib/campaign/visits/taken-at.ts';
import { command, type CommandContext } from '../commands/command.ts';
import type { Database } from '../db/schema.ts';
import { Problem } from '../problem.ts';
import { NO_CHANGE } from './plan-visit.ts';
import { accessVisit, stateAfter, VISITORS, type VisitRow } from './access-visit.ts';
import { answered, recordStep } from './record-step.ts';

/** `device_time`: real time, ISO. */
type Taken = { device_time: string | null };

/** The group sets out. */
export const depart = command('visit.depart', VISITORS, async (context, input) => {
	const row = await accessVisit(context, input.visit, 'depart');
	const state = stateAfter(row, 'depart');
	onItsDays(context, row, takenOn(context, input));
	await change(context, row, { state });
	const details = onDevice(input);
	return answered(await recordStep(context, row.number, { step: 'depart', details }));
});

/** The group is there. */
export const checkIn = command('visit.check_in', VISITORS, async (context, input) => {
	const row = await accessVisit(context, input.visit, 'check_in');
	const state = stateAfter(row, 'check_in');
	const arrived_at = takenOn(context, input);
	onItsDays(context, row, arrived_at);
	await change(context, row, { state, arrived_at });
	const details = { ...(input.place && { place: input.place }), ...onDevice(input) };
	return answered(await recordStep(context, row.number, { step: 'check_in', details }));
});

/** The group leaves and says what was seen and done. Leaving early frees the rest of its days. */
export const checkOut = command('visit.check_out', VISITORS, async (context, input) => {
	const row = await accessVisit(context, input.visit, 'check_out');
	const done = stateAfter(row, 'check_out');
	const said = takenOn(context, input);
	// Nobody leaves before they came, whatever their clock says.
	const left_at = row.arrived_at && said < row.arrived_at ? row.arrived_at : said;
	const today = dayOf(context, left_at);
	const early = today < row.to_date;
	if (early && input.cut_short === null) {
		throw new Problem('invalid', 'visit_ends_early', { to: row.to_date }, 'cut_short');
	}
	const to_date = early && today > row.from_date ? today : early ? row.from_date : row.to_date;
	const left = { state: early ? ('cut_short' as const) : done, to_date, left_at };
	await change(context, row, { ...left, ...NO_CHANGE });
	const { inspected, found, guidance, took_part } = input;
	checkParticipants(context, took_part);
	const details = { inspected, found, guidance, took_part, ...onDevice(input) };
	const text = input.cut_short;
	return answered(await recordStep(context, row.number, { step: 'check_out', text, details }));
});

/** @throws `invalid` naming the participants that the campaign does not count */
function checkParticipants({ board }: CommandContext, took_part: Record<string, number>): void {
	const known = board.campaign.participants.map(({ key }) => key);
	const unknown = Object.keys(took_part).find((key) => !known.includes(key));
	if (unknown === undefined) return;
	throw new Problem('invalid', 'participant_expected', {}, `took_part.${unknown}`);
}

function dayOf({ board }: CommandContext, at: Date): string {
	return localDate(at, board.campaign.time_zone);
}

/** When the step was taken, as far as the phone is believed. */
function takenOn({ board, now }: CommandContext, { device_time }: Taken): Date {
	return takenAt(board.campaign, device_time, now);
}

/** What is kept beside the server's own time. */
function onDevice({ device_time }: Taken): object {
	return device_time ? { device_time } : {};
}

/** @throws `conflict` before the visit's first day and after its last: then the plan has to be changed */
function onItsDays(context: CommandContext, { from_date, to_date }: VisitRow, at: Date): void {
	const day = dayOf(context, at);
	if (day >= from_date && day <= to_date) return;
	throw new Problem('conflict', 'visit_other_day', { from: from_date, to: to_date }, 'visit');
}

async function change(
	{ tx, campaignId, now }: CommandContext,
	{ number }: VisitRow,
	changed: UpdateObject<Database, 'visit'>
): Promise<void> {
	await tx
		.updateTable('visit')
		.set({ ...changed, at: now })
		.where('campaign_id', '=', campaignId)
		.where('number', '=', number)
		.execute();
}
