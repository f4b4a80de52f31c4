import { sql } from 'kysely';
import type { BoardUnit } from '#lib/campaign/board.ts';
import { timelyUntil } from '#lib/campaign/calendar/calendar.ts';
import { disputesAfter, type Dispute, type StandingLine } from '#lib/campaign/reports/disputes.ts';
import { checkReport } from '#lib/campaign/reports/report-checks.ts';
import { isLocked } from '#lib/campaign/reports/report-state.ts';
import { softChecks, unanswered } from '#lib/campaign/reports/soft-checks.ts';
import type { Amounts } from '#lib/campaign/campaign.ts';
import type { ReportSubmit } from '#lib/campaign/reports/commands.ts';
import { accessLeaf } from '../commands/access.ts';
import { command, type CommandContext } from '../commands/command.ts';
import { tooMany } from '../commands/limits.ts';
import { Problem } from '../problem.ts';
import { receiptFor } from './receipt.ts';
import { unlockedUntil } from './unlock-report.ts';

/**
 * Stores a commune's figures of one day as a new revision. Fields the report does not name keep what
 * they had; a field that somebody changed unseen by the sender is disputed, and both numbers are kept.
 * Timeliness is judged by the server's receipt time; the device's is kept beside it.
 */
export const submitReport = command(
	'report.submit',
	['focal_point', 'district_officer', 'coordinator'],
	async (context, input) => {
		const { board, now, commandId } = context;
		const commune = accessLeaf(context, input.unit);
		const locked = isLocked(board.campaign, input.date, now);
		const until = locked ? await unlockedUntil(context, input) : null;
		const problem = checkReport(board.campaign, input, now, until);
		if (problem) throw new Problem(problem.code, problem.key, problem.params, problem.field);
		checkRevisions(context, commune.days[input.date]?.revision ?? 0);
		const receipt = receiptFor(commandId);
		// Sent together, carried out one after the other: the totals are those of the revision just written.
		const [day, amounts] = await Promise.all([
			writeRevision(context, input, receipt),
			dayTotals(context, input)
		]);
		const { revision, timely } = day;
		if (input.base_revision >= revision) {
			const params = { base: input.base_revision, revision: revision - 1 };
			throw new Problem('invalid', 'revision_unknown', params, 'base_revision');
		}
		checkRevisions(context, revision - 1); // the board may be a moment old
		// Who had seen everything, of a day without disputes, cannot dispute anything.
		const settled = day.disputes.length === 0 && input.base_revision === revision - 1;
		const disputes = settled ? [] : await writeDisputes(context, input, day);
		const flags = await writeFindings(context, commune, { report: input, day, amounts });
		const { unit, date, base_revision, device_time } = input;
		const data = {
			...{ unit, date, revision, base_revision, amounts, receipt, timely, device_time },
			...(disputes.length > 0 ? { disputed: disputes.length } : {}),
			...(flags.length > 0 ? { flags } : {})
		};
		return {
			facts: [{ kind: revision === 1 ? 'report.submitted' : 'report.corrected', data }],
			result: {
				...{ revision, receipt, received_at: now.toISOString(), timely, amounts },
				...(disputes.length > 0 ? { disputes } : {})
			}
		};
	}
);

/** @param stands revisions that a day has already. @throws when it may have no more */
function checkRevisions({ actor, limits }: CommandContext, stands: number): void {
	const own = actor.role === 'focal_point';
	const most = own ? limits.revisions : limits.revisionsByStaff;
	if (stands >= most) throw tooMany('limit_revisions', most, 'date');
}

interface WrittenDay {
	revision: number;
	timely: boolean;
	/** Those open before this revision, and the fields that it names as they stood until then. */
	disputes: Dispute[];
	stood: StandingLine[];
	/** Of the revision before. */
	flags: string[];
}

/** Writes day, lines and revision in one statement; the day's row lock puts revisions in order. */
async function writeRevision(
	{ tx, send, actor, campaignId, board, now, commandId }: CommandContext,
	report: ReportSubmit,
	receipt: string
): Promise<WrittenDay> {
	const { unit, date, base_revision, device_time, note } = report;
	const lines = JSON.stringify(report.lines);
	const timely = now <= timelyUntil(board.campaign, date);
	// An unknown base is refused right after; until then it must not trip the table's own check.
	const base = sql`least(${base_revision}, day.revision - 1)`;
	const query = sql<WrittenDay>`
		with day as (
			insert into report (campaign_id, unit_code, date, revision, receipt, received_at, timely)
			values (${campaignId}, ${unit}, ${date}, 1, ${receipt}, ${now}, ${timely})
			on conflict (campaign_id, unit_code, date) do update
				set revision = report.revision + 1, receipt = excluded.receipt,
					received_at = excluded.received_at, state = 'corrected'
			returning revision, timely, disputes, flags
		), written as (
			insert into report_line (campaign_id, unit_code, date, category, measure, amount, revision)
			select ${campaignId}, ${unit}, ${date}, line.category, line.measure, line.amount, day.revision
			from day,
				jsonb_to_recordset(${lines}::jsonb) as line (category text, measure text, amount integer)
			on conflict (campaign_id, unit_code, date, category, measure) do update
				set amount = excluded.amount, revision = excluded.revision
			returning report_line.category, report_line.measure, old.amount, old.revision
		), kept as (
			insert into report_revision (campaign_id, unit_code, date, revision, base_revision, command_id,
				account_id, received_at, device_time, lines, note, receipt)
			select ${campaignId}, ${unit}, ${date}, day.revision, ${base}, ${commandId},
				${actor.account_id}, ${now}, ${device_time}, ${lines}::jsonb, ${note}, ${receipt}
			from day
		)
		select revision, timely, disputes, flags,
			(select coalesce(jsonb_agg(to_jsonb(written)), '[]') from written
				where written.revision is not null) as stood
		from day
	`;
	const [day] = (await send(query.compile(tx))).rows;
	if (!day) throw new Error('the day was not written');
	return day;
}

/** By measure; one that nobody named stays away: zero is typed, not assumed. */
async function dayTotals({ tx, send, campaignId }: CommandContext, report: ReportSubmit) {
	const query = tx
		.selectFrom('report_line')
		.select(['measure', (eb) => eb.fn.sum<number>('amount').as('amount')])
		.where('campaign_id', '=', campaignId)
		.where('unit_code', '=', report.unit)
		.where('date', '=', report.date)
		.groupBy('measure');
	const { rows } = await send(query.compile());
	return Object.fromEntries(rows.map(({ measure, amount }) => [measure, Number(amount)]));
}

/** Works out what is disputed after this revision from what was before it, and keeps it. */
async function writeDisputes(
	{ tx, campaignId }: CommandContext,
	{ unit, date, base_revision, lines }: ReportSubmit,
	{ disputes: before, stood, revision }: WrittenDay
): Promise<Dispute[]> {
	const disputes = disputesAfter(before, stood, { revision, base_revision, lines });
	await tx
		.updateTable('report')
		.set({ disputes: JSON.stringify(disputes) })
		.where('campaign_id', '=', campaignId)
		.where('unit_code', '=', unit)
		.where('date', '=', date)
		.execute();
	return disputes;
}

/**
 * Asks what the phone asked, and keeps what was found with whether the sender confirmed it. Other days
 * are taken from this process's board: a moment old at worst, and nothing is refused by it.
 */
async function writeFindings(
	{ tx, campaignId, board }: CommandContext,
	commune: BoardUnit,
	{ report, day, amounts }: { report: ReportSubmit; day: WrittenDay; amounts: Amounts }
) {
	const { unit, date, answers = [] } = report;
	const days = Object.fromEntries(Object.entries(commune.days).map(([key, d]) => [key, d.amounts]));
	const { campaign } = board;
	const found = softChecks({ campaign, targets: commune.targets, days, date, amounts });
	const flags = [...new Set(found.map(({ check }) => check))];
	if (found.length === 0 && day.flags.length === 0) return flags;
	const open = unanswered(found, answers);
	const findings = found.map((finding) => ({ ...finding, confirmed: !open.includes(finding) }));
	await sql`
		with day as (
			update report set flags = ${flags}
			where campaign_id = ${campaignId} and unit_code = ${unit} and date = ${date}
		)
		update report_revision set findings = ${JSON.stringify(findings)}::jsonb
		where campaign_id = ${campaignId} and unit_code = ${unit} and date = ${date}
			and revision = ${day.revision}
	`.execute(tx);
	return flags;
}
