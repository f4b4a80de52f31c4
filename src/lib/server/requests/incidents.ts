import type { Incident } from '#lib/campaign/requests/request.ts';
import type { Part } from '#lib/campaign/requests/transitions.ts';
import { TRANSITIONS, type RequestStep } from '#lib/campaign/requests/transitions.ts';
import { checkKind } from '../commands/access.ts';
import { command, type CommandContext } from '../commands/command.ts';
import type { NewFact } from '../log/append.ts';
import { Problem } from '../problem.ts';
import { accessParts, rolesFor } from './access-request.ts';
import { resolution } from './end-request.ts';
import { lockRequests, nextNumber } from './lock-requests.ts';
import { selectIncidents, incidentOf, type RequestRow } from './read-requests.ts';
import { takeStep } from './take-step.ts';

/** Requests that turn out to have one cause; those that are over, or in another open incident, are left out. */
export const openIncident = command('incident.open', rolesFor('group'), async (context, input) => {
	const { tx, campaignId, board, actor, now } = context;
	const { kind, title, requests } = input;
	checkKind(board.campaign, kind);
	const { free, skipped } = await groupable(context, requests);
	if (free.length === 0) throw new Problem('conflict', 'incident_empty', {}, 'requests');
	const number = await nextNumber(context, 'incident');
	await tx
		.insertInto('incident')
		.values({
			...{ campaign_id: campaignId, number, kind, title },
			...{ opened_at: now, opened_by: actor.account_id }
		})
		.execute();
	const incident = await readIncident(context, number);
	const facts = await addTo(context, number, free);
	return {
		facts: [{ kind: 'incident.opened', data: { incident } }, ...facts],
		result: { incident: number, requests: free.map(({ row }) => row.number), skipped }
	};
});

export const addToIncident = command('incident.add', rolesFor('group'), async (context, input) => {
	const { incident: number, requests } = input;
	await lockOpenIncident(context, number);
	const { free, skipped } = await groupable(context, requests);
	return {
		facts: await addTo(context, number, free),
		result: { incident: number, requests: free.map(({ row }) => row.number), skipped }
	};
});

/** One fix for all of them: the live ones are resolved with it, and it is published. */
export const closeIncident = command(
	'incident.close',
	rolesFor('close_incident'),
	async (context, input) => {
		const { tx, campaignId, actor, now } = context;
		const { incident: number, fix } = input;
		await lockOpenIncident(context, number);
		const members = await tx
			.selectFrom('support_request')
			.select('number')
			.where('campaign_id', '=', campaignId)
			.where('incident', '=', number)
			.execute();
		const rows = await lockRequests(
			context,
			members.map((member) => member.number)
		);
		const facts: NewFact[] = [];
		const resolved: number[] = [];
		for (const row of rows.values()) {
			const parts = accessFor(context, row, 'close_incident', 'incident');
			if (row.incident !== number || !isFrom('close_incident', row)) continue;
			const change = resolution(context, row, 'done');
			const details = { incident: number, outcome: 'done' };
			const close = { step: 'close_incident', state: 'resolved', parts, change, details } as const;
			facts.push((await takeStep(context, row, { ...close, text: fix })).fact);
			resolved.push(row.number);
		}
		await tx
			.updateTable('incident')
			.set({ state: 'closed', closed_at: now, closed_by: actor.account_id, fix })
			.where('campaign_id', '=', campaignId)
			.where('number', '=', number)
			.execute();
		const incident = await readIncident(context, number);
		return {
			facts: [{ kind: 'incident.closed', data: { incident } }, ...facts],
			result: { incident: number, requests: resolved }
		};
	}
);

interface Groupable {
	row: RequestRow;
	parts: Part[];
}

/** Which of the requests can be put into an incident. @throws when one is beyond the actor's reach */
async function groupable(
	context: CommandContext,
	numbers: number[]
): Promise<{ free: Groupable[]; skipped: number[] }> {
	const asked = [...new Set(numbers)];
	const rows = await lockRequests(context, asked);
	const open = await openAmong(context, rows);
	const found = asked.map((number): Groupable => {
		const field = `requests.${numbers.indexOf(number)}`;
		const row = rows.get(number);
		const parts = accessFor(context, row, 'group', field);
		return { row: row!, parts };
	});
	const isFree = ({ row }: Groupable) =>
		isFrom('group', row) && (row.incident === null || !open.has(row.incident));
	return {
		free: found.filter(isFree),
		skipped: found.filter((one) => !isFree(one)).map(({ row }) => row.number)
	};
}

/** The incidents of these requests that are open. */
async function openAmong(
	{ tx, campaignId }: CommandContext,
	rows: Map<number, RequestRow>
): Promise<Set<number>> {
	const numbers = [...rows.values()].flatMap(({ incident }) => incident ?? []);
	if (numbers.length === 0) return new Set();
	const open = await tx
		.selectFrom('incident')
		.select('number')
		.where('campaign_id', '=', campaignId)
		.where('number', '=', (eb) => eb.fn.any(eb.val(numbers)))
		.where('state', '=', 'open')
		.execute();
	return new Set(open.map(({ number }) => number));
}

/** The actor's parts, one of which must take the step. Whether the state allows it is asked by `isFrom`. */
function accessFor(
	context: CommandContext,
	found: RequestRow | undefined,
	step: RequestStep,
	field: string
): Part[] {
	const { parts } = accessParts(context, found, field);
	if (!TRANSITIONS[step].by.some((part) => parts.includes(part))) throw new Problem('forbidden');
	return parts;
}

function isFrom(step: RequestStep, { state }: RequestRow): boolean {
	return TRANSITIONS[step].from.includes(state);
}

async function addTo(
	context: CommandContext,
	incident: number,
	free: Groupable[]
): Promise<NewFact[]> {
	const facts: NewFact[] = [];
	for (const { row, parts } of free) {
		const change = { incident };
		const group = { step: 'group', state: row.state, parts, change, details: change } as const;
		facts.push((await takeStep(context, row, group)).fact);
	}
	return facts;
}

/** @throws `not_found`, or `conflict` when it was closed */
async function lockOpenIncident({ tx, campaignId }: CommandContext, number: number): Promise<void> {
	const incident = await tx
		.selectFrom('incident')
		.select('state')
		.where('campaign_id', '=', campaignId)
		.where('number', '=', number)
		.forNoKeyUpdate()
		.executeTakeFirst();
	if (!incident) throw new Problem('not_found', 'not_found', {}, 'incident');
	if (incident.state === 'closed') {
		throw new Problem('conflict', 'incident_closed', {}, 'incident');
	}
}

async function readIncident({ tx, campaignId }: CommandContext, number: number): Promise<Incident> {
	const row = selectIncidents(tx, campaignId).where('number', '=', number);
	return incidentOf(await row.executeTakeFirstOrThrow());
}
