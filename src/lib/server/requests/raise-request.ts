import { promisesAfter } from '#lib/campaign/requests/due.ts';
import { nextMoment } from '#lib/campaign/requests/next-moment.ts';
import { POLICIES } from '#lib/campaign/requests/policy.ts';
import { accessCommune } from '../commands/access.ts';
import { command } from '../commands/command.ts';
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
		accessCommune(context, unit);
		const policy = POLICIES[severity];
		const none = { response: null, update: null, solution: null };
		const raised = { step: 'raise', state: 'open', policy, now } as const;
		const promises = promisesAfter(board.campaign, none, raised);
		const ticking = { lease_until: null, lease_warned: false, waiting_until: null };
		const open = { ...ticking, state: 'open', resolved_at: null, promises, policy } as const;
		const next = nextMoment(board.campaign, { ...open, escalation: null }, now);
		const number = await nextNumber(context, 'support_request');
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
