import type { Outcome } from '#lib/campaign/requests/request.ts';
import { command } from '../commands/command.ts';
import { Problem } from '../problem.ts';
import { accessParts, accessRequest, mayTake, rolesFor } from './access-request.ts';
import { lockRequests, type Scene } from './lock-requests.ts';
import type { RequestRow } from './read-requests.ts';
import { stepped } from './results.ts';
import { takeStep } from './take-step.ts';

/** What resolving changes, whoever does it: the group that had it, else the actor's, has done it. */
export function resolution({ actor, now }: Scene, row: RequestRow, outcome: Outcome) {
	return { resolved_at: now, resolved_by: row.group_code ?? actor?.group ?? null, outcome };
}

export const resolveRequest = command(
	'request.resolve',
	rolesFor('resolve'),
	async (context, input) => {
		const { row, ...access } = await accessRequest(context, input.request, 'resolve');
		const { outcome, note } = input;
		const change = resolution(context, row, outcome);
		const resolve = { step: 'resolve', ...access, change, text: note } as const;
		return stepped(await takeStep(context, row, { ...resolve, details: { outcome } }));
	}
);

/** The commune says that it is done; never who resolved it. */
export const verifyRequest = command(
	'request.verify',
	rolesFor('verify'),
	async (context, input) => {
		const { row, ...access } = await accessRequest(context, input.request, 'verify');
		const change = { verified_by: 'commune' } as const;
		return stepped(
			await takeStep(context, row, { step: 'verify', ...access, change, text: input.note })
		);
	}
);

/** It is not over: the clocks begin anew, the history stays. */
export const reopenRequest = command(
	'request.reopen',
	rolesFor('reopen'),
	async (context, input) => {
		const { row, ...access } = await accessRequest(context, input.request, 'reopen');
		const { state, outcome, duplicate_of } = row;
		const change = {
			...{ resolved_at: null, resolved_by: null, outcome: null, verified_by: null },
			...{ duplicate_of: null, reopened: row.reopened + 1 }
		};
		const details = { from: state, outcome, duplicate_of };
		const reopen = { step: 'reopen', ...access, change, details } as const;
		return stepped(await takeStep(context, row, { ...reopen, text: input.reason }));
	}
);

export const declineRequest = command(
	'request.decline',
	rolesFor('decline'),
	async (context, input) => {
		const { row, ...access } = await accessRequest(context, input.request, 'decline');
		return stepped(
			await takeStep(context, row, { step: 'decline', ...access, text: input.reason })
		);
	}
);

/** It repeats another one, which goes on alone. */
export const mergeRequest = command('request.merge', rolesFor('merge'), async (context, input) => {
	const { request, into } = input;
	const rows = await lockRequests(context, [request, into]);
	const { row, parts } = accessParts(context, rows.get(request));
	const state = mayTake(context.board, 'merge', row, parts);
	if (request === into) throw new Problem('invalid', 'request_into_itself', {}, 'into');
	const other = accessParts(context, rows.get(into), 'into').row;
	if (other.state === 'duplicate' || other.state === 'declined') {
		const details = { state: other.state };
		throw new Problem('conflict', 'request_into_ended', { request: into }, 'into', details);
	}
	const change = { duplicate_of: into };
	const merge = { step: 'merge', state, parts, change, details: { into } } as const;
	return stepped(await takeStep(context, row, merge));
});
