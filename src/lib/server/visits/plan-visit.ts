import { sql } from 'kysely';
import { localDate } from '#lib/campaign/calendar.ts';
import type { Visit } from '#lib/campaign/groups/visit.ts';
import { checkPlan, type VisitPlan } from '#lib/campaign/groups/visit-days.ts';
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

/** Changes a visit's group, place, days or note; what has happened of it stays. */
export const moveVisit = command('visit.move', PLANNERS, async (context, input) => {
	const { tx, campaignId, now } = context;
	const row = await accessVisit(context, input.visit, 'move');
	stateAfter(row, 'move');
	const before = planOf(row);
	const after: VisitPlan = {
		group: input.group ?? before.group,
		unit: input.unit ?? before.unit,
		from: input.from ?? before.from,
		to: input.to ?? before.to
	};
	const note = input.note === undefined ? row.note : input.note;
	if (after.unit !== before.unit) accessPlace(context, after.unit);
	if (after.group !== before.group) await accessGroup(context, after.group);
	check(context, after, { ...before, state: row.state });
	if (note === row.note && JSON.stringify(after) === JSON.stringify(before)) {
		return { facts: [], result: { visit: row.number, state: row.state } };
	}
	await writePlan(context, after, row.number, () =>
		tx
			.updateTable('visit')
			.set({ group_code: after.group, unit_code: after.unit })
			.set({ from_date: after.from, to_date: after.to, note, at: now })
			.where('campaign_id', '=', campaignId)
			.where('number', '=', row.number)
			.execute()
	);
	const text = note === row.note ? null : note;
	const details = { before, after };
	return answered(await recordStep(context, row.number, { step: 'move', text, details }));
});

function planOf(row: VisitRow): VisitPlan {
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
