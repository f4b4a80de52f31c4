import { localDate } from '#lib/campaign/calendar/calendar.ts';
import { VISIT_TRANSITIONS } from '#lib/campaign/visits/visit.ts';
import { checkPlan, type VisitPlan } from '#lib/campaign/visits/visit-days.ts';
import { command, type CommandContext } from '../commands/command.ts';
import type { NewFact } from '../log/append.ts';
import { Problem } from '../problem.ts';
import { accessPlace, accessVisit, PLANNERS, stateAfter, type VisitRow } from './access-visit.ts';
import { changeOf, NO_CHANGE, plannedColumns, planOf } from './plan-visit.ts';
import { answered, recordStep } from './record-step.ts';
import { writeTogether } from './refuse-overlap.ts';

/**
 * Makes drafts, and changes of what was published, known to their groups and communes; what is no draft any
 * more, or is over, is skipped.
 */
export const publishVisits = command('visit.publish', PLANNERS, async (context, input) => {
	const drafts: Draft[] = [];
	const skipped: number[] = [];
	// In one order, so that two who publish the same do not wait for each other.
	const asked = [...new Set(input.visits)].sort((a, b) => a - b);
	for (const number of asked) {
		const field = `visits.${input.visits.indexOf(number)}`;
		const draft = draftOf(context, await accessVisit(context, number, 'publish', field));
		if (draft) drafts.push(draft);
		else skipped.push(number);
	}
	const facts = await writeTogether(
		context,
		drafts.map(({ row, plan }) => ({ ...plan, number: row.number })),
		async () => {
			for (const draft of drafts) await publish(context, draft);
			const steps: NewFact[] = [];
			for (const { row, plan } of drafts) {
				const details = row.state === 'planned' ? {} : { before: planOf(row), after: plan };
				steps.push((await recordStep(context, row.number, { step: 'publish', details })).fact);
			}
			return steps;
		}
	);
	return { facts, result: { published: drafts.map(({ row }) => row.number), skipped } };
});

/** A visit and the plan it is published with. */
interface Draft {
	row: VisitRow;
	plan: VisitPlan;
}

/** What there is of a visit to publish; null when there is nothing, or it is over by now. */
function draftOf(context: CommandContext, row: VisitRow): Draft | null {
	const { board, now } = context;
	const { campaign } = board;
	const today = localDate(now, campaign.time_zone);
	if (VISIT_TRANSITIONS.publish.from.includes(row.state)) {
		return row.to_date < today ? null : { row, plan: planOf(row) };
	}
	const change = changeOf(row);
	if (!change || !VISIT_TRANSITIONS.move.from.includes(row.state)) return null;
	accessPlace(context, change.unit);
	return checkPlan(campaign, change, today, { ...planOf(row), state: row.state })
		? null
		: { row, plan: change };
}

async function publish({ tx, campaignId, now }: CommandContext, { row, plan }: Draft) {
	const state = row.state === 'planned' ? stateAfter(row, 'publish') : row.state;
	const note = row.state === 'planned' ? row.note : row.change_note;
	await tx
		.updateTable('visit')
		.set({ ...plannedColumns(plan, note), ...NO_CHANGE, state, at: now })
		.where('campaign_id', '=', campaignId)
		.where('number', '=', row.number)
		.execute();
}

/** Calls a visit off; its days are free again. Why is said to those who knew of it. */
export const cancelVisit = command('visit.cancel', PLANNERS, async (context, input) => {
	const row = await accessVisit(context, input.visit, 'cancel');
	const state = stateAfter(row, 'cancel');
	if (row.state !== 'planned' && input.reason === null) {
		throw new Problem('invalid', 'reason_empty', {}, 'reason');
	}
	await context.tx
		.updateTable('visit')
		.set({ state, ...NO_CHANGE, at: context.now })
		.where('campaign_id', '=', context.campaignId)
		.where('number', '=', row.number)
		.execute();
	return answered(await recordStep(context, row.number, { step: 'cancel', text: input.reason }));
});
