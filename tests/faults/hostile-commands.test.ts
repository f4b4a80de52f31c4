import fc from 'fast-check';
import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { campaignDates } from '#lib/campaign/calendar/calendar.ts';
import { COMMANDS } from '#lib/campaign/features.ts';
import type { CommandType } from '#lib/protocol/commands.ts';
import { ROLES, type Role } from '#lib/protocol/people.ts';
import { runCommand } from '#lib/server/commands/run-command.ts';
import { commands } from '#lib/server/features.ts';
import { SLUG } from '../harness/campaign.ts';
import { fitting, type Pools } from '../harness/hostile/fitting.ts';
import { eachBlow, hostile, nearly } from '../harness/hostile/values.ts';
import { startInside, type Inside } from '../harness/inside.ts';
import { raise } from '../harness/requests.ts';
import { chance, patience, rounds, tell } from './scale.ts';

/** Given at once on average, as by as many people. */
const AT_ONCE = 10;
const INPUTS = rounds(1_000, 100_000);

interface Order {
	username: string;
	id: unknown;
	type: unknown;
	input: unknown;
}

let inside: Inside;
beforeAll(async () => {
	inside = await startInside();
	await inside.at('2025-03-10', '10:00');
	await begin(inside);
});
afterEach(async () => {
	const { folded, stored } = await inside.bothWays();
	expect(folded, 'the log and the tables').toEqual(stored);
});
afterAll(() => inside.leave());

/** @returns the code of its answer @throws when it is a failure of ours, or does not say which field is wrong */
async function tried(order: Order): Promise<string> {
	const { username, ...payload } = order;
	const caller = { person: inside.person(username), campaign: SLUG, locale: 'vi' } as const;
	const answer = await runCommand(inside.services, caller, payload);
	if (answer.ok) return 'ok';
	const { code, field } = answer.error;
	const about = JSON.stringify(order).slice(0, 500);
	expect(
		['unavailable', 'rate_limited'],
		`${JSON.stringify(answer.error)} to ${about}`
	).not.toContain(code);
	if (code === 'invalid' && isObject(order.input))
		expect(field, `the field of ${about}`).toBeTruthy();
	return code;
}

test.each(Object.keys(COMMANDS) as CommandType[])(
	'%s with each of its fields as everything it should not be has an answer that is no failure',
	async (type) => {
		const pools = poolsOf(inside);
		const one = Object.fromEntries(
			Object.entries(pools).map(([name, some]) => [name, some.slice(0, 1)])
		);
		const { roles, schema } = commands[type];
		const username = peopleOf(inside, pools, roles).at(-1)!;
		const whole = fitting(schema, one).filter((value) => isWhole(schema, value));
		const [input] = fc.sample(whole, { numRuns: 1, seed: 1 });
		for (const blown of eachBlow(input))
			await tried({ username, id: randomUUID(), type, input: blown });
	}
);

test(
	'whatever is sent as a command, from the schemas and against them, has an answer that is no failure',
	{ timeout: patience },
	async () => {
		const seed = chance('hostile-commands').whole(0, 2 ** 31 - 1);
		const told: Record<string, number> = {};
		const orders = fc.array(orderFor(inside), {
			...{ minLength: 1, maxLength: 2 * AT_ONCE - 1, size: 'max' }
		});
		await fc.assert(
			fc.asyncProperty(orders, async (some) => {
				for (const code of await Promise.all(some.map(tried))) told[code] = (told[code] ?? 0) + 1;
			}),
			// The message has the one input: without the state it met, a smaller one says nothing.
			{ numRuns: Math.ceil(INPUTS / AT_ONCE), seed, endOnFailure: true }
		);
		// Most is refused; but not so much that nothing was tried.
		expect(told['ok'] ?? 0).toBeGreaterThan(INPUTS / 50);
		const inputs = Object.values(told).reduce((sum, count) => sum + count, 0);
		tell('hostile-commands', { inputs, types: Object.keys(COMMANDS).length, ...told });
	}
);

/** Some requests and visits, so that numbers mean something from the first input on. */
async function begin(inside: Inside): Promise<void> {
	for (const unit of leavesOf(inside)) {
		for (let i = 0; i < NUMBERS / 2; i++) await raise(inside, 'slowing', unit);
	}
	const days = { from: '2025-03-10', to: '2025-03-11', note: null };
	const [unit = ''] = leavesOf(inside);
	for (const group of inside.board.groups.keys()) {
		await inside.give('coordinator', 'visit.plan', { group, unit, ...days });
	}
	await inside.give('coordinator', 'visit.publish', { visits: [1, 2, 3, 4] });
}

/** So many requests and visits are spoken of. */
const NUMBERS = 12;

function leavesOf({ board }: Inside): string[] {
	const communes = [...board.units.values()].filter(({ level }) => level === 'commune');
	return communes.slice(0, 2).map(({ code }) => code);
}

const isObject = (value: unknown) =>
	value !== null && typeof value === 'object' && !Array.isArray(value);

/** Whether a value has every field that its schema knows. */
function isWhole(schema: { entries: object }, value: unknown): boolean {
	return Object.keys(schema.entries).every(
		(key) => (value as Record<string, unknown>)[key] != null
	);
}

/** Those in these roles who belong to the places that are spoken of. */
function peopleOf(inside: Inside, { unit }: Pools, roles: readonly Role[] = ROLES): string[] {
	return inside.usernames.filter((name) => {
		const [grant] = inside.person(name).grants;
		return grant && roles.includes(grant.role) && (!grant.unit || unit?.includes(grant.unit));
	});
}

/** Of every type there is, by somebody who mostly may give it. */
function orderFor(inside: Inside): fc.Arbitrary<Order> {
	const pools = poolsOf(inside);
	const ids = fc.oneof({ weight: 30, arbitrary: fc.uuid() }, { weight: 1, arbitrary: hostile });
	const byType = (Object.keys(COMMANDS) as CommandType[]).map((type) => {
		const { roles, schema } = commands[type];
		const may = peopleOf(inside, pools, roles);
		const right = fitting(schema, pools);
		return fc.record({
			username: fc.oneof(
				{ weight: 12, arbitrary: fc.constantFrom(...may) },
				{ weight: 1, arbitrary: fc.constantFrom(...inside.usernames) }
			),
			id: ids,
			type: fc.constant(type),
			input: fc.oneof(
				{ weight: 6, arbitrary: right },
				{ weight: 4, arbitrary: nearly(right) },
				{ weight: 1, arbitrary: hostile }
			)
		});
	});
	const wild = fc.record({
		username: fc.constantFrom(...inside.usernames),
		...{ id: ids, type: hostile, input: hostile }
	});
	return fc.oneof(...byType, wild);
}

function poolsOf(inside: Inside): Pools {
	const { board, usernames } = inside;
	const { campaign, units, groups } = board;
	const communes = leavesOf(inside);
	const unit = [...communes, ...communes, units.get(communes[0] ?? '')?.parent ?? ''];
	const dates = campaignDates(campaign);
	const number = Array.from({ length: NUMBERS }, (_, i) => i + 1);
	const members = [...groups.values()].flatMap(({ members }) => members.map((one) => one.username));
	return {
		...{ unit, units: unit, base: unit, group: [...groups.keys()] },
		...{ date: dates.slice(6, 11), from: dates.slice(9, 12), to: dates.slice(11, 14) },
		...{ request: number, into: number, requests: number, visit: number, visits: number },
		...{ incident: [1, 2, 3], revision: [0, 1, 2, 3], base_revision: [0, 0, 1, 2] },
		measure: campaign.measures.map(({ key }) => key),
		target: campaign.measures.map(({ key }) => key),
		category: campaign.categories.map(({ key }) => key),
		amount: [0, 1, 12, 1_000_000],
		files: [],
		until: ['2025-03-10T18:00:00+07:00', '2025-03-12T09:00:00Z'],
		...{ person: members, lead: members },
		text: ['Đã xem', `@${members[0]} @${usernames[0]} nhờ xem`]
	};
}
