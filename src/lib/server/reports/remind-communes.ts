import { checkDate } from '#lib/campaign/reports/report-checks.ts';
import { accessLeaf } from '../commands/access.ts';
import { command, type CommandContext } from '../commands/command.ts';
import type { NewFact } from '../log/append.ts';
import { Problem } from '../problem.ts';
import { REVIEWERS } from './reviewers.ts';

/** Nobody is asked for the same day again sooner than this. Campaign time. */
const AGAIN_AFTER = 30 * 60_000;

/** Asks communes that have not reported a day for its report. */
export const remindCommunes = command('report.remind', REVIEWERS, async (context, input) => {
	const { board, now, tx, actor, campaignId } = context;
	const { date } = input;
	const units = [...new Set(input.units)];
	for (const [i, unit] of units.entries()) accessLeaf(context, unit, `units.${i}`);
	const problem = checkDate(board.campaign, date, now);
	if (problem) throw new Problem(problem.code, problem.key, problem.params, problem.field);
	const skip = await reportedOrReminded(context, units, date);
	const reminded = units.filter((unit) => !skip.has(unit));
	const result = { reminded, skipped: units.filter((unit) => skip.has(unit)) };
	if (reminded.length === 0) return { facts: [], result };
	const reminder = { campaign_id: campaignId, at: now, date, account_id: actor.account_id };
	await tx
		.insertInto('report_reminder')
		.values(reminded.map((unit_code) => ({ ...reminder, unit_code })))
		.onConflict((same) =>
			// a campaign's clock may stand still
			same
				.columns(['campaign_id', 'unit_code', 'at'])
				.doUpdateSet({ date, account_id: actor.account_id, seen_at: null })
		)
		.execute();
	const fact: NewFact = { kind: 'report.reminded', data: { units: reminded, date } };
	return { facts: [fact], result };
});

async function reportedOrReminded(
	{ tx, campaignId, now }: CommandContext,
	units: string[],
	date: string
): Promise<Set<string>> {
	const reported = tx
		.selectFrom('report')
		.select('unit_code')
		.where('campaign_id', '=', campaignId)
		.where('unit_code', 'in', units)
		.where('date', '=', date);
	const reminded = tx
		.selectFrom('report_reminder')
		.select('unit_code')
		.where('campaign_id', '=', campaignId)
		.where('unit_code', 'in', units)
		.where('date', '=', date)
		.where('at', '>', new Date(now.getTime() - AGAIN_AFTER));
	const rows = await reported.union(reminded).execute();
	return new Set(rows.map(({ unit_code }) => unit_code));
}
