import { command } from '../commands/command.ts';
import { accessRequest, rolesFor } from './access-request.ts';
import { stepped } from './results.ts';
import { takeStep } from './take-step.ts';

/** How urgent it is was misjudged: from now on it is promised what the campaign promises such requests. */
export const setSeverity = command(
	'request.set_severity',
	rolesFor('set_severity'),
	async (context, { request, severity, reason }) => {
		const { row, ...access } = await accessRequest(context, request, 'set_severity');
		const policy = context.board.campaign.rules.policies[severity];
		const details = { severity, from: row.severity };
		const set = { step: 'set_severity', ...access, text: reason, details } as const;
		return stepped(await takeStep(context, row, { ...set, change: { severity, policy } }));
	}
);
