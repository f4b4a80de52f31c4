import { sql } from 'kysely';
import { instantAt, localDate } from '#lib/campaign/calendar/calendar.ts';
import { promisesAfter } from '#lib/campaign/requests/due.ts';
import { nextMoment } from '#lib/campaign/requests/next-moment.ts';
import { accessLeaf, checkKind } from '../commands/access.ts';
import { command, type CommandContext } from '../commands/command.ts';
import { tooMany } from '../commands/limits.ts';
import { attachFiles } from '../files/attach.ts';
import { nextNumber } from './lock-requests.ts';
import { requestOf, selectRequests } from './read-requests.ts';
import { writeStep } from './take-step.ts';

/** A commune needs help, or somebody says so for it; what it is promised is copied onto the request. */
export const raiseRequest = command(
	'request.raise',
	['focal_point', 'group_member', 'district_officer', 'coordinator'],
	async (context, input) => {
		const { tx, send, campaignId, board, now, actor } = context;
		const { unit, kind, severity, title, body, files } = input;
		accessLeaf(context, unit);
		checkKind(board.campaign, kind);
		const policy = board.campaign.rules.policies[severity];
		const none = { response: null, update: null, solution: null };
		const raised = { step: 'raise', state: 'open', policy, now } as const;
		const promises = promisesAfter(board.campaign, none, raised);
		const ticking = { lease_until: null, lease_warned: false, waiting_until: null };
		const open = { ...ticking, state: 'open', resolved_at: null, promises, policy } as const;
		const next = nextMoment(board.campaign, { ...open, escalation: null }, now);
		// In one go: the count comes after the turn, so that nobody else's request is missed.
		const [number] = await Promise.all([
			nextNumber(context, 'support_request'),
			checkCounts(context, unit)
		]);
		const insert = tx.insertInto('support_request').values({
			...{ campaign_id: campaignId, number, unit_code: unit, kind, severity, title },
			...{ body, raised_at: now, raised_by: actor.account_id, at: now },
			response_due: promises.response,
			solution_due: promises.solution,
			policy: JSON.stringify(policy),
			next_at: next?.at ?? null,
			steps: 1,
			files: new Set(files).size
		});
		const read = selectRequests(tx, campaignId).where('r.number', '=', number);
		const [, , { rows }] = await Promise.all([
			send(insert.compile()),
			writeStep(context, number, { step: 'raise', position: 1 }),
			send(read.compile())
		]);
		await attachFiles(context, { request: number, position: 1, files });
		const request = requestOf(rows[0]!);
		return {
			facts: [{ kind: 'request.raised', data: { request } }],
			result: { request: number, state: 'open' }
		};
	}
);

/** @throws when the commune has as many open requests, or had as many raised today, as there may be */
async function checkCounts(
	{ tx, send, campaignId, board, now, limits }: CommandContext,
	unit: string
): Promise<void> {
	const { time_zone } = board.campaign;
	const midnight = instantAt(localDate(now, time_zone), 0, time_zone);
	const count = sql<{ open: number; today: number }>`
		select count(*) filter (where state in ('open', 'claimed', 'in_progress', 'waiting'))::int as open,
			count(*) filter (where raised_at >= ${midnight})::int as today
		from support_request where campaign_id = ${campaignId} and unit_code = ${unit}
	`;
	const [{ open, today } = { open: 0, today: 0 }] = (await send(count.compile(tx))).rows;
	const { openRequests, requestsADay } = limits;
	if (open >= openRequests) throw tooMany('limit_open_requests', openRequests, 'unit');
	if (today >= requestsADay) throw tooMany('limit_requests_day', requestsADay, 'unit');
}
