import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { SimulatedAct } from '#lib/simulation/support/act.ts';
import { communesAct } from '#lib/simulation/support/communes.ts';
import { coordinatorActs } from '#lib/simulation/support/coordinator.ts';
import { groupActs } from '#lib/simulation/support/groups.ts';
import type { FollowedCampaign } from './followed-campaign.ts';
import type { Participant } from './participant.ts';

/** Real milliseconds between two looks at what there is to do. */
const LOOK_EVERY = 500;

/** Communes ask for help, the coordinator sends groups, groups help; until aborted. */
export async function support(
	followed: FollowedCampaign,
	/** By user name. */
	people: ReadonlyMap<string, Participant>,
	signal: AbortSignal
): Promise<void> {
	const raised = new Set<string>();
	for (;;) {
		await sleep(LOOK_EVERY, undefined, { signal });
		const { board } = followed;
		const now = followed.now();
		const acts = [
			...communesAct(board, now).filter((act) => isNew(raised, act)),
			...coordinatorActs(board, now),
			...[...board.groups.values()].flatMap((group) => groupActs(board, group, now))
		];
		// A refusal says that it was done already, or that somebody was faster: the next look knows.
		const sent = acts.flatMap(({ by, ...order }) => {
			const person = people.get(by);
			return person ? [person.send({ id: randomUUID(), ...order })] : [];
		});
		await Promise.all(sent);
	}
}

/** Nobody asks twice for the same because the first word is still on its way. */
function isNew(raised: Set<string>, { type, by, input }: SimulatedAct): boolean {
	if (type !== 'request.raise') return true;
	const key = `${by} ${input.title}`;
	if (raised.has(key)) return false;
	raised.add(key);
	return true;
}
