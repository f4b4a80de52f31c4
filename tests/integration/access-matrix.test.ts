import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ROLES, type Role } from '#lib/protocol/people.ts';
import type { CommandType } from '#lib/protocol/commands.ts';
import { commands } from '#lib/server/features.ts';
import { createCampaign, SLUG, type TestCampaign } from '../harness/campaign.ts';
import { report, signIn, type WireAnswer } from '../harness/client.ts';
import type { TestDatabase } from '../harness/database.ts';
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

const PLANNING = REVIEWING;
/** Wherever their own group is sent. */
const VISITING: Partial<Record<Role, Place[]>> = {
	group_member: ['own', 'neighbour', 'other district']
};

/** Everybody but the administrator, each where the role reaches. */
const TALKING: Partial<Record<Role, Place[]>> = {
	...REPORTING,
	group_member: ['own', 'neighbour', 'other district'],
	leader: ['own', 'neighbour', 'other district']
};
const HOLDING = VISITING;
const LEADING: Partial<Record<Role, Place[]>> = { ...HOLDING, ...REVIEWING };

/** Who may give a command where. A command without a row here does not compile. */
const ALLOWED: Record<CommandType, Partial<Record<Role, Place[]>>> = {
	'report.submit': REPORTING,
	'report.accept': REVIEWING,
	'report.accept_many': REVIEWING,
	'report.return': REVIEWING,
	'report.unlock': REVIEWING,
	'report.remind': REVIEWING,
	'report.seen': { focal_point: ['own'] },
	'target.declare': REPORTING,
	'group.save': { coordinator: ['own', 'neighbour', 'other district'] },
	'visit.plan': PLANNING,
	'visit.publish': PLANNING,
	'visit.move': PLANNING,
	'visit.cancel': PLANNING,
	'visit.depart': VISITING,
	'visit.check_in': VISITING,
	'visit.check_out': VISITING,
	'request.raise': { ...REPORTING, ...HOLDING },
	'request.claim': HOLDING,
	'request.start': HOLDING,
	'request.extend': HOLDING,
	'request.wait': HOLDING,
	'request.release': HOLDING,
	'request.ask_release': TALKING,
	'request.take_over': LEADING,
	'request.resolve': HOLDING,
	'request.verify': { focal_point: ['own'] },
	'request.reopen': REPORTING,
	'request.comment': TALKING,
	'request.set_severity': REVIEWING,
	'request.decline': REVIEWING,
	'request.merge': LEADING,
	'request.acknowledge': { ...LEADING, leader: ['own', 'neighbour', 'other district'] },
	'incident.open': LEADING,
	'incident.add': LEADING,
	'incident.close': LEADING
};

/** What a command is about beside the place: what was made before it, or a number nobody has. */
interface Subject {
	visit: number;
	request: number;
	incident: number;
}
const NOBODYS: Subject = { visit: 999_999, request: 999_999, incident: 999_999 };
/** A request of the own place, and an incident, that stand all the time; the other places' requests follow it. */
const STANDING = { request: 1, incident: 1 };

const INPUT: Record<CommandType, (unit: string, subject: Subject) => object> = {
	'report.submit': (unit) => report(unit, 1),
	'report.accept': (unit) => ({ unit, date: '2025-03-01' }),
	'report.accept_many': (unit) => ({ reports: [{ unit, date: '2025-03-01', revision: 1 }] }),
	'report.return': (unit) => ({ unit, date: '2025-03-01', reason: 'Xem lại' }),
	'report.unlock': (unit) => ({ unit, date: '2025-03-01', reason: 'Mất mạng' }),
	'report.remind': (units) => ({ units: [units], date: '2025-03-01' }),
	'report.seen': (unit) => ({ unit, date: '2025-03-01', of: 'return' }),
	'target.declare': (unit) => ({ unit, target: { cases: 100 } }),
	'group.save': (base) => ({ group: 'group-8', base }),
	'visit.plan': (unit) => ({ unit, group: 'group-1', from: '2025-03-01', to: '2025-03-02' }),
	'visit.publish': (_, { visit }) => ({ visits: [visit] }),
	'visit.move': (_, { visit }) => ({ visit, to: '2025-03-03' }),
	'visit.cancel': (_, { visit }) => ({ visit, reason: 'Đổi kế hoạch' }),
	'visit.depart': (_, { visit }) => ({ visit }),
	'visit.check_in': (_, { visit }) => ({ visit }),
	'visit.check_out': (_, { visit }) => ({ visit, cut_short: 'Mưa lũ' }),
	'request.raise': (unit) => ({
		...{ unit, kind: 'equipment', severity: 'slowing', title: 'Máy quét hỏng' }
	}),
	'request.claim': (_, { request }) => ({ request }),
	'request.start': (_, { request }) => ({ request }),
	'request.extend': (_, { request }) => ({ request }),
	'request.wait': (_, { request }) => ({
		...{ request, reason: 'Chờ linh kiện', until: '2025-03-02T09:00:00+07:00' }
	}),
	'request.release': (_, { request }) => ({ request, reason: 'Bận việc khác' }),
	'request.ask_release': (_, { request }) => ({ request, reason: 'Tổ tôi ở gần hơn' }),
	'request.take_over': (_, { request }) => ({ request, reason: 'Gấp', group: 'group-1' }),
	'request.resolve': (_, { request }) => ({ request, outcome: 'done', note: 'Đã thay máy' }),
	'request.verify': (_, { request }) => ({ request }),
	'request.reopen': (_, { request }) => ({ request, reason: 'Lại hỏng' }),
	'request.comment': (_, { request }) => ({ request, text: 'Đang xem' }),
	'request.set_severity': (_, { request }) => ({ request, severity: 'minor', reason: 'Nhầm' }),
	'request.decline': (_, { request }) => ({ request, reason: 'Ngoài kế hoạch' }),
	// Into one of the same commune: others are refused whatever the role.
	'request.merge': (unit, { request }) => ({
		request,
		into: STANDING.request + Object.values(PLACES).indexOf(unit)
	}),
	'request.acknowledge': (_, { request }) => ({ request }),
	'incident.open': (_, { request }) => ({
		...{ kind: 'equipment', title: 'Máy quét cùng lô', requests: [request] }
	}),
	'incident.add': (_, { request }) => ({ incident: STANDING.incident, requests: [request] }),
	'incident.close': (_, { incident }) => ({ incident, fix: 'Cập nhật trình điều khiển' })
};

let database: TestDatabase;
let campaign: TestCampaign;
let server: TestProcess;
const tokens = new Map<Role, string>();

beforeAll(async () => {
	({ database, campaign } = await createCampaign());
	server = await startServer(database.url);
	for (const role of ROLES) {
		tokens.set(role, await signIn(server.url, USERS[role], campaign.password));
	}
	await database.db.updateTable('working_group').set({ capacity: 1000 }).execute();
	for (const unit of Object.values(PLACES))
		await give('request.raise', 'coordinator', unit, NOBODYS);
	await give('incident.open', 'coordinator', PLACES.own, { ...NOBODYS, ...STANDING });
});
afterAll(async () => {
	await server.stop();
	await database.drop();
});

/** What shows that a command was let through where it is not done: the day is not locked, nothing is late. */
const REACHED: Partial<Record<CommandType, string>> = {
	'report.unlock': 'conflict',
	'request.acknowledge': 'conflict'
};

/** What has to stand before a command can be about it. */
const BEFORE: Partial<Record<CommandType, CommandType>> = {
	'report.accept': 'report.submit',
	'report.return': 'report.submit',
	'visit.publish': 'visit.plan',
	'visit.move': 'visit.plan',
	'visit.cancel': 'visit.plan',
	'visit.depart': 'visit.publish',
	'visit.check_in': 'visit.publish',
	'visit.check_out': 'visit.check_in',
	'request.claim': 'request.raise',
	'request.start': 'request.claim',
	'request.extend': 'request.claim',
	'request.wait': 'request.claim',
	'request.release': 'request.claim',
	'request.ask_release': 'request.claim',
	'request.take_over': 'request.raise',
	'request.resolve': 'request.claim',
	'request.verify': 'request.resolve',
	'request.reopen': 'request.resolve',
	'request.comment': 'request.raise',
	'request.set_severity': 'request.raise',
	'request.decline': 'request.raise',
	'request.merge': 'request.claim',
	'request.acknowledge': 'request.claim',
	'incident.open': 'request.raise',
	'incident.add': 'request.raise',
	'incident.close': 'incident.open'
};

/** Brings about what a command needs, by those who may, and says what it is about. */
async function prepare(type: CommandType, unit: string): Promise<Subject> {
	const before = BEFORE[type];
	if (!before) return NOBODYS;
	const subject = await prepare(before, unit);
	const role = ALLOWED[before].coordinator ? 'coordinator' : 'group_member';
	const { result } = await give(before, role, unit, subject);
	const made = Object.entries(result ?? {}).filter(([of]) => of in NOBODYS);
	return { ...subject, ...Object.fromEntries(made) };
}

async function give(
	type: CommandType,
	role: Role,
	unit: string,
	subject: Subject
): Promise<WireAnswer> {
	const response = await fetch(`${server.url}/api/v1/campaigns/${SLUG}/commands`, {
		method: 'POST',
		headers: {
			authorization: `Bearer ${tokens.get(role)}`,
			'content-type': 'application/json'
		},
		body: JSON.stringify({ id: randomUUID(), type, input: INPUT[type](unit, subject) })
	});
	return (await response.json()) as WireAnswer;
}

describe.each(Object.keys(commands) as CommandType[])('%s', (type) => {
	test.each(ROLES)('by a %s reaches just the places of the role', async (role) => {
		const allowed = ALLOWED[type][role] ?? [];
		for (const [place, unit] of Object.entries(PLACES) as [Place, string][]) {
			// One group is sent everywhere: its days have to be free.
			await database.db.updateTable('visit').set({ state: 'cancelled' }).execute();
			const answer = await give(type, role, unit, await prepare(type, unit));
			const refused = allowed.length === 0 ? 'forbidden' : 'not_found';
			const expected = allowed.includes(place) ? (REACHED[type] ?? 'done') : refused;
			expect(`${place}: ${answer.ok ? 'done' : answer.error?.code}`).toBe(`${place}: ${expected}`);
		}
	});
});
