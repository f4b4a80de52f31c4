import { sql, type Kysely } from 'kysely';
import type { Fact } from '#lib/campaign/facts.ts';
import type { Visit } from '#lib/campaign/visits/visit.ts';
import { CLEARING_KINDS } from '#lib/campaign/notices/ended-threads.ts';
import type { Member } from '#lib/campaign/notices/notice.ts';
import { NOTIFYING_KINDS } from '#lib/campaign/notices/table.ts';
import type { NoticeContext } from '#lib/campaign/notices/notice-rule.ts';
import type { SupportRequest } from '#lib/campaign/requests/request.ts';
import type { Database } from '../db/schema.ts';
import { readReasons } from './read-reasons.ts';

/** Besides every step of a request or a visit, which a webhook is called with. */
const OTHERS = [...NOTIFYING_KINDS, ...CLEARING_KINDS].filter(
	(kind) => !/^(request|visit)\./.test(kind)
);

/** Facts of one command, or of one step of the server. */
export type Action = [Fact, ...Fact[]];

/**
 * The actions after `since` up to `until` after which notices may be made or cleared, oldest first. Never half of
 * one: what was written together is told together.
 * @returns and how far one has come with them
 */
export async function readActions(
	tx: Kysely<Database>,
	campaignId: number,
	{ since, until, limit }: { since: number; until: number; limit: number }
): Promise<{ actions: Action[]; seq: number }> {
	const rows = await tx
		.selectFrom('fact')
		.select(['seq', 'at', 'kind', 'actor', 'data'])
		.select(sql<string>`xmin::text`.as('transaction'))
		.where('campaign_id', '=', campaignId)
		.where('seq', '>', since)
		.where('seq', '<=', until)
		.where((eb) =>
			eb.or([
				eb('kind', 'like', 'request.%'),
				eb('kind', 'like', 'visit.%'),
				eb('kind', 'in', OTHERS)
			])
		)
		.orderBy('seq')
		.limit(limit)
		.execute();
	const actions: Action[] = [];
	let written = '';
	for (const { transaction, at, ...row } of rows) {
		const fact = { ...row, at: at.toISOString() } as Fact;
		// A restored log was written in one breath: its times tell its transactions apart.
		const now = `${transaction} ${fact.at} ${fact.actor}`;
		const last = actions.at(-1);
		if (last && now === written) last.push(fact);
		else actions.push([fact]);
		written = now;
	}
	if (rows.length < limit) return { actions, seq: until };
	if (actions.length < 2) return readActions(tx, campaignId, { since, until, limit: limit * 4 });
	actions.pop(); // it may go on
	return { actions, seq: actions.at(-1)?.at(-1)?.seq ?? since };
}

/** Everybody of the campaign who can be told something. */
export async function readMembers(tx: Kysely<Database>, campaignId: number): Promise<Member[]> {
	return tx
		.selectFrom('role_grant as g')
		.innerJoin('account as a', 'a.id', 'g.account_id')
		.select(['a.id as account', 'a.username', 'g.role', 'g.leads'])
		.select(['g.unit_code as unit', 'g.group_code as group'])
		.where('g.campaign_id', '=', campaignId)
		.where('a.disabled_at', 'is', null)
		.orderBy('a.id')
		.execute();
}

/** What the log and the histories say around these actions. */
export async function readAround(
	tx: Kysely<Database>,
	campaignId: number,
	actions: readonly Action[]
): Promise<Omit<NoticeContext, 'board' | 'members'>> {
	const facts = actions.flat();
	const before = new Map<number, Fact['data']>();
	for (const { seq, data } of facts) {
		const found =
			'request' in data
				? await factBefore(tx, campaignId, 'request', data.request.number, seq)
				: 'visit' in data
					? await factBefore(tx, campaignId, 'visit', data.visit.number, seq)
					: null;
		if (found) before.set(seq, found);
	}
	const solvers = await readSolvers(tx, campaignId, facts);
	const reasons = await readReasons(tx, campaignId, facts);
	const closers = await readClosers(tx, campaignId, [...before.values()]);
	const comments = facts.filter(({ kind }) => kind === 'request.commented');
	const tookPart = new Map<number, Set<number>>();
	const mentions = new Map<number, string[]>();
	for (const { seq, data } of comments) {
		if (!('request' in data)) continue;
		const { number, comments: count } = data.request;
		const steps = await tx
			.selectFrom('request_step')
			.select(['step', 'account_id', 'details'])
			.where('campaign_id', '=', campaignId)
			.where('number', '=', number)
			.orderBy('position')
			.execute();
		tookPart.set(number, new Set(steps.flatMap(({ account_id }) => account_id ?? [])));
		const comment = steps.filter(({ step }) => step === 'comment')[count - 1];
		mentions.set(seq, (comment?.details['mentions'] as string[] | undefined) ?? []);
	}
	return {
		requestBefore: (seq) => (before.get(seq) as { request?: SupportRequest } | undefined)?.request,
		solver: (seq) => solvers.get(seq),
		closer: (incident) => closers.get(incident),
		reason: (seq) => reasons.get(seq) ?? null,
		visitBefore: (seq) => (before.get(seq) as { visit?: Visit } | undefined)?.visit,
		tookPart: (request) => tookPart.get(request) ?? new Set(),
		mentions: (seq) => mentions.get(seq) ?? []
	};
}

/** Who resolved what these facts verify, by their numbers; the log names only the group. */
async function readSolvers(
	tx: Kysely<Database>,
	campaignId: number,
	facts: readonly Fact[]
): Promise<Map<number, number>> {
	const solvers = new Map<number, number>();
	for (const { seq, kind, data } of facts) {
		if (kind !== 'request.verified' || data.request.resolved_at === null) continue;
		const step = await tx
			.selectFrom('request_step')
			.select('account_id')
			.where('campaign_id', '=', campaignId)
			.where('number', '=', data.request.number)
			.where('step', '=', 'resolve')
			.where('at', '=', new Date(data.request.resolved_at))
			.executeTakeFirst();
		if (step?.account_id) solvers.set(seq, step.account_id);
	}
	return solvers;
}

/** Who closed the incidents that these requests were in. */
async function readClosers(
	tx: Kysely<Database>,
	campaignId: number,
	before: readonly Fact['data'][]
): Promise<Map<number, number>> {
	const numbers = before.flatMap((data) => ('request' in data && data.request.incident) || []);
	if (numbers.length === 0) return new Map();
	const rows = await tx
		.selectFrom('incident')
		.select(['number', 'closed_by'])
		.where('campaign_id', '=', campaignId)
		.where('number', 'in', [...new Set(numbers)])
		.execute();
	return new Map(rows.flatMap(({ number, closed_by }) => (closed_by ? [[number, closed_by]] : [])));
}

/** What the log said last about a request or a visit before `seq`. An index holds the numbers. */
async function factBefore(
	tx: Kysely<Database>,
	campaignId: number,
	what: 'request' | 'visit',
	number: number,
	seq: number
): Promise<Fact['data'] | null> {
	const numbered = sql`(data -> ${sql.lit(what)} ->> 'number')::integer`;
	const { rows } = await sql<{ data: Fact['data'] }>`
		select data from fact
		where campaign_id = ${campaignId} and kind like ${sql.lit(`${what}.%`)}
			and ${numbered} = ${number} and seq < ${seq}
		order by seq desc limit 1
	`.execute(tx);
	return rows[0]?.data ?? null;
}
