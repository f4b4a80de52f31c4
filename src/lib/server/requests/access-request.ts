import { requestRoles } from '#lib/campaign/requests/request-roles.ts';
import { isHeld, type RequestState } from '#lib/campaign/requests/request.ts';
import {
	stateAfter,
	TRANSITIONS,
	type Part,
	type RequestStep
} from '#lib/campaign/requests/transitions.ts';
import type { Role } from '#lib/protocol/people.ts';
import type { Actor, CommandContext } from '../commands/command.ts';
import { Problem } from '../problem.ts';
import { lockRequests } from './lock-requests.ts';
import { requestOf, type RequestRow } from './read-requests.ts';

const ROLES_OF: Record<Part, readonly Role[]> = {
	commune: ['focal_point'],
	group: ['group_member'],
	holder: ['group_member'],
	lead: ['group_member'],
	staff: ['coordinator', 'district_officer'],
	leader: ['leader'],
	server: []
};

/** The roles in which somebody may have a part that takes this step. */
export function rolesFor(step: RequestStep): Role[] {
	return [...new Set(TRANSITIONS[step].by.flatMap((part) => ROLES_OF[part]))];
}

/** A request that somebody may change in a certain way. */
export interface Accessed {
	row: RequestRow;
	parts: Part[];
	/** Its state after the step. */
	state: RequestState;
}

type Asking = Pick<CommandContext, 'board' | 'actor'>;

/** The actor's parts in a request. @throws the same `not_found` for one that is absent and one beyond the role's reach */
export function accessParts(
	{ board, actor }: Asking,
	row: RequestRow | undefined,
	field = 'request'
): { row: RequestRow; parts: Part[] } {
	const parts = row ? requestRoles(board, actor, requestOf(row)) : [];
	if (!row || parts.length === 0) throw new Problem('not_found', 'not_found', {}, field);
	return { row, parts };
}

/**
 * A request, locked until the commit, that the actor may take a step with.
 * @throws `not_found` as above; `forbidden` without the part; `conflict` in a state that has no such step
 */
export async function accessRequest(
	context: CommandContext,
	number: number,
	step: RequestStep
): Promise<Accessed> {
	const rows = await lockRequests(context, [number]);
	const { row, parts } = accessParts(context, rows.get(number));
	return { row, parts, state: mayTake(context.board, step, row, parts) };
}

/** The state after a step. @throws `forbidden` or `conflict` */
export function mayTake(
	board: CommandContext['board'],
	step: RequestStep,
	row: RequestRow,
	parts: readonly Part[]
): RequestState {
	const after = stateAfter(step, row, parts);
	if ('state' in after) return after.state;
	if (after.refused === 'forbidden') throw new Problem('forbidden');
	throw step === 'claim' && isHeld(row) ? claimedBy(board, row) : inState(row);
}

function inState({ number, state }: RequestRow): Problem {
	return new Problem('conflict', 'request_state', { request: number, state }, 'request', { state });
}

/** Tells whoever came too late who was first: the group, and its person. */
function claimedBy({ groups }: CommandContext['board'], row: RequestRow): Problem {
	const { holder, state } = requestOf(row);
	const group = groups.get(holder?.group ?? '');
	const person = group?.members.find(({ username }) => username === holder?.person);
	const named = (code = '', of: { name_vi: string; name_en: string } | undefined) => ({
		name_vi: of?.name_vi ?? code,
		name_en: of?.name_en ?? code
	});
	const by = named(holder?.person, person);
	const of = named(holder?.group, group);
	return new Problem('conflict', 'request_claimed', { by, group: of }, 'request', {
		state,
		holder,
		by: { username: holder?.person, ...by },
		group: { code: holder?.group, ...of }
	});
}

/** Whether somebody may read a request's texts, files and history. */
export function mayRead(
	board: CommandContext['board'],
	person: Pick<Actor, 'username' | 'role' | 'unit' | 'group'>,
	unit: string
): boolean {
	if (person.role === 'administrator') return true;
	return requestRoles(board, person, { unit, holder: null }).length > 0;
}
