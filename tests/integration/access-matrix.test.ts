import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ROLES, type Role } from '#lib/protocol/people.ts';
import type { CommandType } from '#lib/protocol/commands.ts';
import { commands } from '#lib/server/commands/registry.ts';
import { prepareCampaign, SLUG, type TestCampaign } from '../harness/campaign.ts';
import { report, signIn, type WireAnswer } from '../harness/client.ts';
import { createTestDatabase, type TestDatabase } from '../harness/database.ts';
import { startServer, type TestProcess } from '../harness/server.ts';

/** Where a command is tried, seen from the district 461 and its commune 19330. */
const PLACES = { own: '19330', neighbour: '19333', 'other district': '19678', nowhere: '00000' };
type Place = keyof typeof PLACES;

const USERS: Record<Role, string> = {
	leader: 'leader',
	coordinator: 'coordinator',
	group_member: 'group-1',
	district_officer: 'district-461',
	focal_point: 'commune-19330',
	administrator: 'administrator'
};

const REPORTING: Partial<Record<Role, Place[]>> = {
	focal_point: ['own'],
	district_officer: ['own', 'neighbour'],
	coordinator: ['own', 'neighbour', 'other district']
};

const REVIEWING: Partial<Record<Role, Place[]>> = {
	district_officer: ['own', 'neighbour'],
	coordinator: ['own', 'neighbour', 'other district']
};

/** Who may give a command where. A command without a row here does not compile. */
const ALLOWED: Record<CommandType, Partial<Record<Role, Place[]>>> = {
	'report.submit': REPORTING,
	'report.accept': REVIEWING,
	'report.accept_many': REVIEWING,
	'report.return': REVIEWING,
	'report.unlock': REVIEWING,
	'report.remind': REVIEWING,
	'report.seen': { focal_point: ['own'] },
	'target.declare': REPORTING
};
const INPUT: Record<CommandType, (unit: string) => object> = {
	'report.submit': (unit) => report(unit, 1),
	'report.accept': (unit) => ({ unit, date: '2025-03-01' }),
	'report.accept_many': (unit) => ({ reports: [{ unit, date: '2025-03-01', revision: 1 }] }),
	'report.return': (unit) => ({ unit, date: '2025-03-01', reason: 'Xem lại' }),
	'report.unlock': (unit) => ({ unit, date: '2025-03-01', reason: 'Mất mạng' }),
	'report.remind': (units) => ({ units: [units], date: '2025-03-01' }),
	'report.seen': (unit) => ({ unit, date: '2025-03-01', of: 'return' }),
	'target.declare': (unit) => ({ unit, target: { cases: 100 } })
};

let database: TestDatabase;
let campaign: TestCampaign;
let server: TestProcess;
const tokens = new Map<Role, string>();

beforeAll(async () => {
	database = await createTestDatabase();
	campaign = await prepareCampaign(database);
	server = await startServer(database.url);
	for (const role of ROLES) {
		tokens.set(role, await signIn(server.url, USERS[role], campaign.password));
	}
});
afterAll(async () => {
	await server.stop();
	await database.drop();
});

/** What shows that a command was let through where it is not done: the day is not locked yet. */
const REACHED: Partial<Record<CommandType, string>> = { 'report.unlock': 'conflict' };

/** What has to stand before a command can be about it. */
const BEFORE: Partial<Record<CommandType, CommandType>> = {
	'report.accept': 'report.submit',
	'report.return': 'report.submit'
};

async function give(type: CommandType, role: Role, unit: string): Promise<WireAnswer> {
	const response = await fetch(`${server.url}/api/v1/campaigns/${SLUG}/commands`, {
		method: 'POST',
		headers: {
			authorization: `Bearer ${tokens.get(role)}`,
			'content-type': 'application/json'
		},
		body: JSON.stringify({ id: randomUUID(), type, input: INPUT[type](unit) })
	});
	return (await response.json()) as WireAnswer;
}

describe.each(Object.keys(commands) as CommandType[])('%s', (type) => {
	test.each(ROLES)('by a %s reaches just the places of the role', async (role) => {
		const allowed = ALLOWED[type][role] ?? [];
		for (const [place, unit] of Object.entries(PLACES) as [Place, string][]) {
			const before = BEFORE[type];
			if (before) await give(before, 'coordinator', unit);
			const answer = await give(type, role, unit);
			const refused = allowed.length === 0 ? 'forbidden' : 'not_found';
			const expected = allowed.includes(place) ? (REACHED[type] ?? 'done') : refused;
			expect(`${place}: ${answer.ok ? 'done' : answer.error?.code}`).toBe(`${place}: ${expected}`);
		}
	});
});
