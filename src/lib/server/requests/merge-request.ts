import { isHeld } from '#lib/campaign/requests/request.ts';
import { command, type CommandContext } from '../commands/command.ts';
import type { NewFact } from '../log/append.ts';
import { Problem } from '../problem.ts';
import { accessParts, mayTake, rolesFor } from './access-request.ts';
import { lockRequests } from './lock-requests.ts';
import type { RequestRow } from './read-requests.ts';
import { stepped } from './results.ts';
import { takeStep } from './take-step.ts';

/**
 * It repeats another one of the same commune, which goes on alone. Who held the repeat holds the other one
 * from then on; two groups at work on one thing settle first who goes on.
 */
export const mergeRequest = command('request.merge', rolesFor('merge'), async (context, input) => {
	const { request, into } = input;
	const rows = await lockRequests(context, [request, into]);
	const { row, parts } = accessParts(context, rows.get(request));
	const state = mayTake(context.board, 'merge', row, parts);
	if (request === into) throw new Problem('invalid', 'request_into_itself', {}, 'into');
	const other = accessParts(context, rows.get(into), 'into').row;
	refuse(row, other);
	const change = { duplicate_of: into };
	const merge = { step: 'merge', state, parts, change, details: { into } } as const;
	const { facts, result } = stepped(await takeStep(context, row, merge));
	const claim = isHeld(row) && other.state === 'open' ? [await handOver(context, row, other)] : [];
	return { facts: [...facts, ...claim], result };
});

/** @throws `conflict` for one that has ended, is another commune's, or another group's while this one is held */
function refuse(row: RequestRow, other: RequestRow): void {
	const { number: request, state } = other;
	if (state === 'duplicate' || state === 'declined') {
		throw new Problem('conflict', 'request_into_ended', { request }, 'into', { state });
	}
	if (row.unit_code !== other.unit_code) {
		// Its commune could neither read the other one nor hear of it.
		const details = { unit: other.unit_code, use: 'incident.open' };
		throw new Problem('conflict', 'request_into_elsewhere', { request }, 'into', details);
	}
	if (isHeld(row) && isHeld(other) && row.group_code !== other.group_code) {
		const details = { groups: [row.group_code, other.group_code] };
		throw new Problem('conflict', 'request_both_held', { request }, 'into', details);
	}
}

/** The claim of a repeat goes along to the one that nobody holds. */
async function handOver(
	context: CommandContext,
	from: RequestRow,
	to: RequestRow
): Promise<NewFact> {
	const { group_code, holder_id, holder, claimed_at, number } = from;
	const taken = await takeStep(context, to, {
		...{ step: 'take_over', state: 'claimed', parts: [] },
		details: { from: null, to: { group: group_code, person: holder }, merged: number },
		change: {
			...{ group_code, holder_id, claimed_at },
			responded_at: to.responded_at ?? from.responded_at ?? context.now
		}
	});
	return taken.fact;
}
