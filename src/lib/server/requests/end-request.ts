import type { Outcome } from '#lib/campaign/requests/request.ts';
import { command } from '../commands/command.ts';
import { accessRequest, rolesFor } from './access-request.ts';
import type { StepContext } from './lock-requests.ts';
import type { RequestRow } from './read-requests.ts';
import { stepped } from './results.ts';
import { takeStep } from './take-step.ts';

/** What resolving changes, whoever does it: the group that had it, else the actor's, has done it. */
export function resolution({ actor, now }: StepContext, row: RequestRow, outcome: Outcome) {
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
