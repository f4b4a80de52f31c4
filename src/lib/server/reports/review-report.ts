import { sql } from 'kysely';
import type { ReportKey } from '#lib/campaign/reports/commands.ts';
import { accessLeaf } from '../commands/access.ts';
import { command, type CommandContext } from '../commands/command.ts';
import type { NewFact } from '../log/append.ts';
import { Problem } from '../problem.ts';
import { REVIEWERS } from './reviewers.ts';
import { openForCorrection } from './unlock-report.ts';

interface Reviewed {
	unit: string;
	date: string;
	/** Null: whatever stands. */
	revision: number | null;
}

/** Takes a commune's day as it stands; not while two numbers of it wait to be settled. */
export const acceptReport = command('report.accept', REVIEWERS, async (context, input) => {
	const { unit, date } = input;
	const { revision, disputed } = await accessReport(context, input);
	if (disputed > 0)
		throw new Problem('conflict', 'report_disputed', { fields: disputed }, 'revision');
	const taken = await judge(context, [{ unit, date, revision }], 'accepted', null);
	return {
		facts: taken.map((data): NewFact => ({ kind: 'report.accepted', data })),
		result: { revision }
	};
});

/** Takes many days at once; a day that is not what the reviewer saw is left alone and named. */
export const acceptReports = command('report.accept_many', REVIEWERS, async (context, input) => {
	for (const [i, { unit }] of input.reports.entries())
		accessLeaf(context, unit, `reports.${i}.unit`);
	const accepted = await judge(context, input.reports, 'accepted', null);
	const keyOf = ({ unit, date }: ReportKey) => `${unit} ${date}`;
	const taken = new Set(accepted.map(keyOf));
	return {
		facts: accepted.map((data): NewFact => ({ kind: 'report.accepted', data })),
		result: { accepted, skipped: input.reports.filter((report) => !taken.has(keyOf(report))) }
	};
});

/** Asks the commune to look at a day again. It still counts, provisionally, and can be corrected. */
export const returnReport = command('report.return', REVIEWERS, async (context, input) => {
	const { unit, date, reason } = input;
	const { revision } = await accessReport(context, input);
	await judge(context, [{ unit, date, revision }], 'returned', reason);
	const opened = await openForCorrection(context, { unit, date }, reason);
	const returned: NewFact = { kind: 'report.returned', data: { unit, date, revision } };
	return {
		facts: opened ? [returned, opened.fact] : [returned],
		result: { revision, ...(opened ? { unlocked_until: opened.until } : {}) }
	};
});

/**
 * The report a verdict is about, locked until the commit.
 * @throws `not_found` when there is none, `conflict` when a newer revision than the one seen stands
 */
async function accessReport(context: CommandContext, { unit, date, revision }: Reviewed) {
	accessLeaf(context, unit);
	const stands = await context.tx
		.selectFrom('report')
		.select(['revision', sql<number>`jsonb_array_length(disputes)`.as('disputed')])
		.where('campaign_id', '=', context.campaignId)
		.where('unit_code', '=', unit)
		.where('date', '=', date)
		.forUpdate()
		.executeTakeFirst();
	if (!stands) throw new Problem('not_found', 'report_missing', { date }, 'date');
	if (revision !== null && revision !== stands.revision) {
		const params = { revision, newest: stands.revision };
		throw new Problem('conflict', 'report_overtaken', params, 'revision');
	}
	return stands;
}

/**
 * Gives the verdict on every day that still stands at its revision; answers those. What is accepted is
 * not accepted again; what is returned may be returned again, for another reason.
 */
async function judge(
	{ tx, actor, campaignId, now }: CommandContext,
	reports: ReportKey[],
	verdict: 'accepted' | 'returned',
	reason: string | null
): Promise<ReportKey[]> {
	const { rows } = await sql<ReportKey>`
		with asked as (
			select distinct unit, date::date as date, revision
			from jsonb_to_recordset(${JSON.stringify(reports)}::jsonb)
				as asked (unit text, date text, revision integer)
		), judged as (
			update report set state = ${verdict} from asked
			where report.campaign_id = ${campaignId} and report.unit_code = asked.unit
				and report.date = asked.date and report.revision = asked.revision
				and (${verdict} = 'returned'
					or (report.state <> 'accepted' and report.disputes = '[]'))
			returning report.unit_code, report.date, report.revision
		), kept as (
			insert into report_review (campaign_id, unit_code, date, revision, at, account_id, verdict, reason)
			select ${campaignId}, unit_code, date, revision, ${now}, ${actor.account_id}, ${verdict}, ${reason}
			from judged
			-- a campaign's clock may stand still
			on conflict (campaign_id, unit_code, date, revision, at) do update
				set verdict = excluded.verdict, reason = excluded.reason,
					account_id = excluded.account_id, seen_at = null
		)
		select unit_code as unit, date, revision from judged order by unit_code, date
	`.execute(tx);
	return rows;
}
