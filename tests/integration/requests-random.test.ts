import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { isHeld, type SupportRequest } from '#lib/campaign/requests/request.ts';
import { isQuiet } from '#lib/campaign/requests/service-time.ts';
import { requestRoles, type CampaignMember } from '#lib/campaign/requests/request-roles.ts';
import { stateAfter, TRANSITIONS, type RequestStep } from '#lib/campaign/requests/transitions.ts';
import { startInside, type Inside } from '../harness/inside.ts';

const MINUTE = 60_000;
const WORLD = ['19330', '19678'];
const PEOPLE = [
	...['commune-19330', 'commune-19678', 'commune-19333', 'district-461', 'district-469'],
	...['group-1', 'group-1-2', 'group-2', 'group-2-2', 'coordinator', 'leader', 'administrator']
];
/** Commands about one request, and what the table calls them. */
const ACTS = {
	'request.claim': 'claim',
	'request.start': 'start',
	'request.extend': 'extend',
	'request.wait': 'wait',
	'request.release': 'release',
	'request.ask_release': 'ask_release',
	'request.take_over': 'take_over',
	'request.resolve': 'resolve',
	'request.verify': 'verify',
	'request.reopen': 'reopen',
	'request.comment': 'comment',
	'request.decline': 'decline',
	'request.merge': 'merge',
	'request.acknowledge': 'acknowledge'
} as const satisfies Record<string, RequestStep>;
type Act = keyof typeof ACTS;

let inside: Inside;
let now = new Date('2025-03-03T02:00:00Z');
const standings = new Map<string, CampaignMember>();
beforeAll(async () => {
	inside = await startInside();
	const { db } = inside.database;
	// Time goes on from one run to the next: a campaign that is over would take no request any more.
	await db.updateTable('campaign').set({ ends_on: '2026-12-31' }).execute();
	inside.board.campaign.ends_on = '2026-12-31';
	for (const group of inside.board.groups.keys()) {
		await inside.give('coordinator', 'group.save', { group, capacity: 2 });
	}
	const rows = await db
		.selectFrom('role_grant as g')
		.innerJoin('account as a', 'a.id', 'g.account_id')
		.select(['a.username', 'g.role', 'g.unit_code as unit', 'g.group_code as group'])
		.execute();
	for (const row of rows) standings.set(row.username, row);
});
afterAll(() => inside.leave());

const step = fc.oneof(
	{
		weight: 8,
		arbitrary: fc.record({
			by: fc.constantFrom(...PEOPLE),
			act: fc.constantFrom(...(Object.keys(ACTS) as Act[])),
			about: fc.nat(2),
			other: fc.nat(2)
		})
	},
	{
		weight: 1,
		arbitrary: fc.record({
			by: fc.constantFrom(...PEOPLE),
			incident: fc.constantFrom('incident.open', 'incident.close'),
			about: fc.nat(2),
			other: fc.nat(2)
		})
	},
	{ weight: 2, arbitrary: fc.record({ minutes: fc.constantFrom(15, 60, 240, 800) }) }
);

test('random acts of random people at random times take no step the table does not have', async () => {
	await fc.assert(
		fc.asyncProperty(fc.array(step, { minLength: 20, maxLength: 40 }), async (steps) => {
			inside.pretend(now);
			const numbers = [
				await raise('blocking', 0),
				await raise('slowing', 1),
				await raise('minor', 0)
			];
			const comments = new Map(numbers.map((number) => [number, [] as string[]]));
			const { seq } = inside.board;
			for (const one of steps) {
				if ('minutes' in one) {
					now = new Date(now.getTime() + one.minutes * MINUTE);
					inside.pretend(now);
					await inside.sweep.look(inside.log);
					continue;
				}
				if ('incident' in one) {
					await actOnIncident(one, [numbers[one.about] ?? 0, numbers[one.other] ?? 0]);
					continue;
				}
				const { by, act } = one;
				const request = inside.board.requests.get(numbers[one.about] ?? 0)!;
				const text = `${by} ${comments.get(request.number)?.length}`;
				const more = { request: request.number, into: numbers[one.other], reason: 'Vì', text };
				const until = new Date(now.getTime() + 90 * MINUTE).toISOString();
				const rest = { outcome: 'done', note: 'Xong', until, group: groupFor(by) };
				const possible = allowed(by, act, request, numbers[one.other]);
				const answer = await inside.give(by, act, { ...more, ...rest });
				const outcome = answer.ok ? String(answer.result['state']) : answer.error.code;
				expect(possible).toContain(outcome);
				if (answer.ok && act === 'request.comment') comments.get(request.number)?.push(text);
			}
			await check(numbers, seq, comments);
		}),
		{ numRuns: 15 }
	);
});

async function raise(severity: 'blocking' | 'slowing' | 'minor', place: number): Promise<number> {
	const answer = await inside.give('coordinator', 'request.raise', {
		...{ unit: WORLD[place] ?? '', kind: 'other', severity, title: 'Cần giúp' }
	});
	return Number(answer.ok && answer.result['request']);
}

/** Opens an incident about two requests, or closes the newest; who has no part in one does neither. */
async function actOnIncident(
	{ by, incident }: { by: string; incident: string },
	requests: number[]
): Promise<void> {
	const number = Math.max(1, ...inside.board.incidents.keys());
	const of = [...inside.board.requests.values()].filter((request) =>
		incident === 'incident.open' ? requests.includes(request.number) : request.incident === number
	);
	const may = of.every((request) => {
		const parts = requestRoles(inside.board, standings.get(by)!, request);
		const step = incident === 'incident.open' ? 'group' : 'close_incident';
		return TRANSITIONS[step].by.some((part) => parts.includes(part));
	});
	const answer =
		incident === 'incident.open'
			? await inside.give(by, 'incident.open', { kind: 'other', title: 'Chung', requests })
			: await inside.give(by, 'incident.close', { incident: number, fix: 'Đã sửa' });
	const outcome = answer.ok ? 'done' : answer.error.code;
	expect(
		may ? ['done', 'conflict', 'forbidden', 'not_found'] : ['conflict', 'forbidden', 'not_found']
	).toContain(outcome);
}

/** Whom staff give a request to; leads take it for their own. */
function groupFor(by: string): string | null {
	return standings.get(by)?.group ? null : 'group-2';
}

/** What the table says may come of an act: the state after it, or the code of a refusal. */
function allowed(by: string, act: Act, request: SupportRequest, other?: number): string[] {
	const parts = requestRoles(inside.board, standings.get(by)!, request);
	const after = stateAfter(ACTS[act], request, parts);
	if (parts.length === 0) return ['not_found', 'forbidden'];
	if ('refused' in after) {
		return [after.refused === 'forbidden' ? 'forbidden' : 'conflict'];
	}
	switch (act) {
		case 'request.claim':
		case 'request.take_over':
			return held(groupOf(by)) < 2 || request.holder?.group === groupOf(by)
				? [after.state]
				: ['conflict'];
		case 'request.acknowledge':
			return [request.escalation ? after.state : 'conflict'];
		case 'request.merge':
			if (other === request.number) return ['invalid'];
			return [after.state, 'conflict', 'not_found'];
		default:
			return [after.state];
	}
}
const groupOf = (by: string) => standings.get(by)?.group ?? 'group-2';
const held = (group: string) =>
	[...inside.board.requests.values()].filter(({ holder }) => holder?.group === group).length;

/** What pauses in quiet hours: claims are neither warned nor ended, nobody higher is told. */
const SERVER_TELLS = ['request.lease_ending', 'request.expired', 'request.escalated'];
/** What is overdue stays on its rung through these. */
const CHANGES_HANDS = ['request.released', 'request.expired', 'request.taken_over'];

/** Nothing is lost, nothing happened that may not, and the log says what the tables say. */
async function check(
	numbers: number[],
	since: number,
	comments: Map<number, string[]>
): Promise<void> {
	const { folded, stored } = await inside.bothWays();
	expect(folded).toEqual(stored);
	const { board } = inside;
	for (const group of board.groups.keys()) expect(held(group)).toBeLessThanOrEqual(2);
	const before = new Map<number, SupportRequest>();
	for (const fact of await inside.facts(since)) {
		if (!('request' in fact.data)) continue;
		const { request } = fact.data;
		if (SERVER_TELLS.includes(fact.kind)) {
			expect(isQuiet(board.campaign, new Date(fact.at))).toBe(false);
		}
		const was = before.get(request.number)?.escalation;
		if (was && CHANGES_HANDS.includes(fact.kind)) {
			const { rung, at, acknowledged_until } = was;
			expect(request.escalation).toMatchObject({ rung, at, acknowledged_until });
		}
		before.set(request.number, request);
	}
	for (const number of numbers) {
		const request = board.requests.get(number)!;
		expect(request.holder !== null).toBe(isHeld(request));
		const steps = await inside.database.db
			.selectFrom('request_step')
			.select(['position', 'step', 'text'])
			.where('number', '=', number)
			.orderBy('position')
			.execute();
		expect(steps.map(({ position }) => position)).toEqual(steps.map((_, i) => i + 1));
		const said = steps.filter((entry) => entry.step === 'comment').map(({ text }) => text);
		expect(said).toEqual(comments.get(number));
		expect(request.comments).toBe(said.length);
	}
}
