import { afterService } from '#lib/campaign/requests/service-time.ts';
import { command } from '../commands/command.ts';
import { Problem } from '../problem.ts';
import { accessRequest, rolesFor } from './access-request.ts';
import { stepped } from './results.ts';
import { takeStep } from './take-step.ts';

/** Seen: what is overdue goes no higher for a while, and then it does. */
export const acknowledgeRequest = command(
	'request.acknowledge',
	rolesFor('acknowledge'),
	async (context, input) => {
		const { board, now } = context;
		const { row, ...access } = await accessRequest(context, input.request, 'acknowledge');
		if (!row.escalated_clock) {
			throw new Problem('conflict', 'request_not_overdue', {}, 'request', { state: row.state });
		}
		const until = afterService(board.campaign, now, row.policy.acknowledged_for);
		const taken = await takeStep(context, row, {
			...{ step: 'acknowledge', ...access, change: { acknowledged_until: until } },
			details: { clock: row.escalated_clock, rung: row.escalated_rung, until: until.toISOString() }
		});
		const { facts, result } = stepped(taken);
		return { facts, result: { ...result, until: until.toISOString() } };
	}
);
