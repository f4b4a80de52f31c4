import { sql } from 'kysely';
import { timelyUntil } from '#lib/campaign/calendar.ts';
import { checkReport } from '#lib/campaign/report-checks.ts';
import type { ReportSubmit } from '#lib/protocol/commands.ts';
import { accessCommune } from '../commands/access.ts';
import { command, type CommandContext } from '../commands/command.ts';
import { Problem } from '../problem.ts';
import { receiptFor } from './receipt.ts';

/**
 * Stores a commune's figures of one day as a new revision. Fields the report does not name keep what
 * they had. Timeliness is judged by the server's receipt time; the device's is kept beside it.
 */
export const submitReport = command(
	'report.submit',
	['focal_point', 'district_officer', 'coordinator'],
	async (context, input) => {
		const { board, now, commandId } = context;
		accessCommune(context, input.unit);
		const problem = checkReport(board.campaign, input, now);
		if (problem) throw new Problem(problem.code, problem.key, problem.params, problem.field);
		const receipt = receiptFor(commandId);
		const { revision, timely } = await writeRevision(context, input, receipt);
		if (input.base_revision >= revision) {
			const params = { base: input.base_revision, revision: revision - 1 };
			throw new Problem('invalid', 'revision_unknown', params, 'base_revision');
		}
		// Measures nobody named stay away: zero is typed, not assumed.
		const amounts = await dayTotals(context, input);
		const { unit, date, base_revision, device_time } = input;
		const data = { unit, date, revision, base_revision, amounts, receipt, timely, device_time };
		return {
			facts: [{ kind: revision === 1 ? 'report.submitted' : 'report.corrected', data }],
			result: { revision, receipt, received_at: now.toISOString(), timely, amounts }
		};
	}
);

/** Writes day, lines and revision in one statement; the day's row lock puts revisions in order. */
async function writeRevision(
	{ tx, actor, campaignId, board, now, commandId }: CommandContext,
	report: ReportSubmit,
	receipt: string
): Promise<{ revision: number; timely: boolean }> {
	const { unit, date, base_revision, device_time, note } = report;
	const lines = JSON.stringify(report.lines);
	const timely = now <= timelyUntil(board.campaign, date);
	// An unknown base is refused right after; until then it must not trip the table's own check.
	const base = sql`least(${base_revision}, day.revision - 1)`;
	const { rows } = await sql<{ revision: number; timely: boolean }>`
		with day as (
			insert into report (campaign_id, unit_code, date, revision, receipt, received_at, timely)
			values (${campaignId}, ${unit}, ${date}, 1, ${receipt}, ${now}, ${timely})
			on conflict (campaign_id, unit_code, date) do update
				set revision = report.revision + 1, receipt = excluded.receipt, received_at = excluded.received_at
			returning revision, timely
		), written as (
			insert into report_line (campaign_id, unit_code, date, category, measure, amount)
			select ${campaignId}, ${unit}, ${date}, line.category, line.measure, line.amount
			from jsonb_to_recordset(${lines}::jsonb) as line (category text, measure text, amount integer)
			on conflict (campaign_id, unit_code, date, category, measure) do update
				set amount = excluded.amount
		), kept as (
			insert into report_revision (campaign_id, unit_code, date, revision, base_revision, command_id,
				account_id, received_at, device_time, lines, note, receipt)
			select ${campaignId}, ${unit}, ${date}, day.revision, ${base}, ${commandId},
				${actor.account_id}, ${now}, ${device_time}, ${lines}::jsonb, ${note}, ${receipt}
			from day
		)
		select revision, timely from day
	`.execute(tx);
	const [day] = rows;
	if (!day) throw new Error('the day was not written');
	return day;
}

async function dayTotals({ tx, campaignId }: CommandContext, report: ReportSubmit) {
	const rows = await tx
		.selectFrom('report_line')
		.select(['measure', (eb) => eb.fn.sum<number>('amount').as('amount')])
		.where('campaign_id', '=', campaignId)
		.where('unit_code', '=', report.unit)
		.where('date', '=', report.date)
		.groupBy('measure')
		.execute();
	return Object.fromEntries(rows.map(({ measure, amount }) => [measure, Number(amount)]));
}
