import { sql } from 'kysely';
import { localDate } from '#lib/campaign/calendar/calendar.ts';
import type { Visit } from '#lib/campaign/visits/visit.ts';
import { checkPlan, type VisitPlan } from '#lib/campaign/visits/visit-days.ts';
import { command, type CommandContext } from '../commands/command.ts';
import { Problem } from '../problem.ts';
import {
	accessGroup,
	accessPlace,
	accessVisit,
	PLANNERS,
	stateAfter,
	type VisitRow
} from './access-visit.ts';
import { answered, recordStep } from './record-step.ts';
import { writePlan } from './refuse-overlap.ts';

/** Sends a group to a place for some days; a draft until it is published. */
export const planVisit = command('visit.plan', PLANNERS, async (context, input) => {
	const { tx, campaignId, now } = context;
	const { group, unit, from, to, note } = input;
	accessPlace(context, unit);
	await accessGroup(context, group);
	check(context, input);
	const number = await writePlan(context, input, null, async () => {
		// Numbers are handed out one plan at a time; the one after waits for the commit.
		await sql`select pg_advisory_xact_lock(${NUMBERS}, ${campaignId})`.execute(tx);
		const { rows } = await sql<{ number: number }>`
			insert into visit (campaign_id, number, group_code, unit_code, from_date, to_date, note, at)
			select ${campaignId}, coalesce(max(number), 0) + 1, ${group}, ${unit}, ${from}::date, ${to}::date,
				${note}, ${now}
			from visit where campaign_id = ${campaignId}
			returning number
		`.execute(tx);
		return rows[0]?.number ?? 0;
	});
	const details = { group, unit, from, to };
	return answered(await recordStep(context, number, { step: 'plan', text: note, details }));
});

/** Any number will do, as long as nobody else locks by it. */
const NUMBERS = 203_585;

/**
 * Changes a visit's group, place, days or note; what has happened of it stays. Of a visit that is published
 * the change is a draft until it is published, too; changed back to what people know, it is none.
 */
export const moveVisit = command('visit.move', PLANNERS, async (context, input) => {
	const { tx, campaignId, now } = context;
	const row = await accessVisit(context, input.visit, 'move');
	stateAfter(row, 'move');
	const known = planOf(row);
	const before = changeOf(row) ?? known;
	const after: VisitPlan = {
		group: input.group ?? before.group,
		unit: input.unit ?? before.unit,
		from: input.from ?? before.from,
		to: input.to ?? before.to
	};
	const noted = changeOf(row) ? row.change_note : row.note;
	const note = input.note === undefined ? noted : input.note;
	if (after.unit !== before.unit) accessPlace(context, after.unit);
	if (after.group !== before.group) await accessGroup(context, after.group);
	check(context, after, { ...known, state: row.state });
	if (note === noted && JSON.stringify(after) === JSON.stringify(before)) {
		return { facts: [], result: { visit: row.number, state: row.state } };
	}
	await writePlan(context, after, row.number, () =>
		tx
			.updateTable('visit')
			.set(row.state === 'planned' ? plannedColumns(after, note) : changeColumns(after, note, row))
			.set({ at: now })
			.where('campaign_id', '=', campaignId)
			.where('number', '=', row.number)
			.execute()
	);
	const text = note === noted ? null : note;
	const details = { before, after };
	return answered(await recordStep(context, row.number, { step: 'move', text, details }));
});

/** The columns of the plan that people know once it is published. */
export function plannedColumns({ group, unit, from, to }: VisitPlan, note: string | null) {
	return { group_code: group, unit_code: unit, from_date: from, to_date: to, note };
}

/** What of a visit is changed and not published; nothing when it is as people know it. */
function changeColumns({ group, unit, from, to }: VisitPlan, note: string | null, row: VisitRow) {
	const isSame =
		note === row.note && JSON.stringify({ group, unit, from, to }) === JSON.stringify(planOf(row));
	if (isSame) return NO_CHANGE;
	return {
		...{ change_group: group, change_unit: unit, change_from: from, change_to: to },
		change_note: note
	};
}

/** Takes an unpublished change away. */
export const NO_CHANGE = {
	...{ change_group: null, change_unit: null, change_from: null, change_to: null },
	change_note: null
} as const;

/** The visit as it will be once its change is published; null without one. */
export function changeOf(row: VisitRow): VisitPlan | null {
	const { change_group: group, change_unit: unit, change_from: from, change_to: to } = row;
	if (group === null || unit === null || from === null || to === null) return null;
	return { group, unit, from, to };
}

/** The visit as people know it. */
export function planOf(row: VisitRow): VisitPlan {
	return { group: row.group_code, unit: row.unit_code, from: row.from_date, to: row.to_date };
}

function check(
	{ board, now }: CommandContext,
	plan: VisitPlan,
	before?: VisitPlan & Pick<Visit, 'state'>
): void {
	const { campaign } = board;
	const problem = checkPlan(campaign, plan, localDate(now, campaign.time_zone), before);
	if (problem) throw new Problem(problem.code, problem.key, problem.params, problem.field);
}
