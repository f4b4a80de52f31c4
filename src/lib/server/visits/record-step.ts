import { sql } from 'kysely';
import type { VisitFactKind } from '#lib/campaign/visits/facts.ts';
import type { Visit, VisitStep } from '#lib/campaign/visits/visit.ts';
import type { CommandContext } from '../commands/command.ts';
import type { NewFact } from '../log/append.ts';
import { readVisits } from './read-visits.ts';

type Step = VisitStep | 'plan';

const FACTS: Record<Step, VisitFactKind> = {
	plan: 'visit.planned',
	publish: 'visit.published',
	move: 'visit.moved',
	cancel: 'visit.cancelled',
	depart: 'visit.departed',
	check_in: 'visit.arrived',
	check_out: 'visit.left'
};

interface Taken {
	step: Step;
	/** What people wrote: a note, a reason. */
	text?: string | null;
	/** What else is worth keeping. */
	details?: object;
}

/** Keeps a step in a visit's history. The visit itself is locked, or new, and has been written before. */
export async function recordStep(
	{ tx, campaignId, actor, now }: CommandContext,
	number: number,
	{ step, text = null, details = {} }: Taken
): Promise<{ fact: NewFact; visit: Visit }> {
	await sql`
		insert into visit_step (campaign_id, number, position, step, at, account_id, text, details)
		select ${campaignId}, ${number}, coalesce(max(position), 0) + 1, ${step}, ${now},
			${actor.account_id}, ${text}, ${JSON.stringify(details)}::jsonb
		from visit_step where campaign_id = ${campaignId} and number = ${number}
	`.execute(tx);
	const [visit] = await readVisits(tx, campaignId, [number]);
	if (!visit) throw new Error(`visit ${number} was not written`);
	return { fact: { kind: FACTS[step], data: { visit } }, visit };
}

/** What a command about one visit answers. */
export function answered({ fact, visit }: { fact: NewFact; visit: Visit }) {
	return { facts: [fact], result: { visit: visit.number, state: visit.state } };
}
