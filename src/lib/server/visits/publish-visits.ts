import { localDate } from '#lib/campaign/calendar.ts';
import { VISIT_TRANSITIONS } from '#lib/campaign/groups/visit.ts';
import { command } from '../commands/command.ts';
import type { NewFact } from '../log/append.ts';
import { Problem } from '../problem.ts';
import { accessVisit, PLANNERS, stateAfter } from './access-visit.ts';
import { answered, recordStep } from './record-step.ts';

/** Makes drafts known to their groups and communes; what is no draft any more, or is over, is skipped. */
export const publishVisits = command('visit.publish', PLANNERS, async (context, input) => {
	const { tx, campaignId, board, now } = context;
	const today = localDate(now, board.campaign.time_zone);
	const published: number[] = [];
	const skipped: number[] = [];
	const facts: NewFact[] = [];
	// In one order, so that two who publish the same do not wait for each other.
	const asked = [...new Set(input.visits)].sort((a, b) => a - b);
	for (const number of asked) {
		const field = `visits.${input.visits.indexOf(number)}`;
		const row = await accessVisit(context, number, 'publish', field);
		if (!VISIT_TRANSITIONS.publish.from.includes(row.state) || row.to_date < today) {
			skipped.push(number);
			continue;
		}
		await tx
			.updateTable('visit')
			.set({ state: stateAfter(row, 'publish'), at: now })
			.where('campaign_id', '=', campaignId)
			.where('number', '=', number)
			.execute();
		facts.push((await recordStep(context, number, { step: 'publish' })).fact);
		published.push(number);
	}
	return { facts, result: { published, skipped } };
});

/** Calls a visit off; its days are free again. Why is said to those who knew of it. */
export const cancelVisit = command('visit.cancel', PLANNERS, async (context, input) => {
	const row = await accessVisit(context, input.visit, 'cancel');
	const state = stateAfter(row, 'cancel');
	if (row.state !== 'planned' && input.reason === null) {
		throw new Problem('invalid', 'reason_empty', {}, 'reason');
	}
	await context.tx
		.updateTable('visit')
		.set({ state, at: context.now })
		.where('campaign_id', '=', context.campaignId)
		.where('number', '=', row.number)
		.execute();
	return answered(await recordStep(context, row.number, { step: 'cancel', text: input.reason }));
});
