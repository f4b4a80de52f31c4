import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { FactView } from '#lib/campaign/facts.ts';
import { reduce } from '#lib/campaign/reduce.ts';
import { ROLES, type Role } from '#lib/protocol/people.ts';
import { boardFrom, snapshotOf, type Snapshot } from '#lib/protocol/snapshot.ts';
import { createAccounts } from '#lib/server/auth/accounts.ts';
import { SLUG } from '../harness/campaign.ts';
import { Client, report, signIn, until } from '../harness/client.ts';
import { startParties, type Parties } from '../harness/parties.ts';

/** A commune of the district 461, whose people look on, and one of the district 469. */
const [OWN, ELSEWHERE] = ['19330', '19678'];
const USERS: Record<Role, string> = {
	leader: 'leader',
	coordinator: 'coordinator',
	group_member: 'group-1',
	district_officer: 'district-461',
	focal_point: `commune-${OWN}`,
	administrator: 'administrator'
};
/** What only a draft says, what only one device said, and who did something elsewhere. */
const DRAFTED = /2025-03-1[89]/;
const DEVICE_TIME = '2025-03-01T02:07:09.000Z';
/** Not called as its role is: the rules of a campaign name roles. */
const COORDINATOR = 'coordinator-1';
const DOERS = ['commune-19678', 'district-469', COORDINATOR];

interface Person {
	client: Client;
	/** What its snapshot was before anything happened. */
	base: Snapshot;
	/** Everything it was ever sent, as it came. */
	bytes: Map<string, string>;
}
let parties: Parties;
const people = new Map<Role, Person>();

beforeAll(async () => {
	parties = await startParties();
	const { server, campaign } = parties;
	await parties.setTime('2025-03-01', '09:00', true);
	await createAccounts(parties.database.db, [
		{
			...{
				username: COORDINATOR,
				password: 'x',
				name_vi: 'Điều phối viên 1',
				name_en: 'Coordinator 1'
			},
			grant: { campaign_id: campaign.id, role: 'coordinator' }
		}
	]);
	for (const role of ROLES) {
		const token = await signIn(server.url, USERS[role], campaign.password);
		const client = await new Client(server.url, token).connected();
		const base = (await client.ask('join', { campaign: SLUG })) as unknown as Snapshot;
		people.set(role, { client, base, bytes: new Map() });
	}
	await happen();
	const { seq } = await parties.settled();
	for (const [role, { client, bytes }] of people) {
		await until(`${role} has heard it all`, () => client.frames.at(-1)?.to === seq);
		bytes.set('frames', JSON.stringify(client.frames));
		bytes.set('snapshot', await read(role, `/api/v1/campaigns/${SLUG}/snapshot`));
		bytes.set('facts', await read(role, `/api/v1/campaigns/${SLUG}/facts?after=0&limit=5000`));
		bytes.set('page', await read(role, `/${SLUG}/map`));
		bytes.set('data', await read(role, `/${SLUG}/map/__data.json?x-sveltekit-invalidated=111`));
		const again = await new Client(server.url, tokenOf(client)).connected();
		const resumed = await again.ask('join', { campaign: SLUG, since: 0 });
		bytes.set('resumed', JSON.stringify([resumed, again.frames]));
		again.close();
	}
});
afterAll(async () => {
	for (const { client } of people.values()) client.close();
	await parties.leave();
});

const tokenOf = ({ socket }: Client) => (socket.auth as { token: string }).token;

async function read(role: Role, path: string): Promise<string> {
	const { client } = people.get(role)!;
	const headers = { authorization: `Bearer ${tokenOf(client)}` };
	return (await fetch(parties.server.url + path, { headers })).text();
}

/** Reports, requests and plans in both districts; nobody but their own people did anything in `OWN`. */
async function happen(): Promise<void> {
	const device_time = DEVICE_TIME;
	await parties.give(`commune-${OWN}`, 'report.submit', report(OWN, 12));
	await parties.give(`commune-${ELSEWHERE}`, 'report.submit', {
		...{ ...report(ELSEWHERE, 9000), device_time }
	});
	const day = { unit: ELSEWHERE, date: '2025-03-01' };
	await parties.give('district-469', 'report.return', { ...day, reason: 'Xem lại' });
	await parties.give(`commune-${ELSEWHERE}`, 'report.seen', { ...day, of: 'return' });
	for (const unit of [OWN, ELSEWHERE]) {
		await parties.give(`commune-${unit}`, 'request.raise', {
			...{ unit, kind: 'equipment', severity: 'slowing', title: 'Máy quét hỏng' }
		});
	}
	await parties.give('group-2', 'request.claim', { request: 2 });
	await parties.give('district-469', 'request.ask_release', {
		request: 2,
		reason: 'Có tổ gần hơn'
	});
	const plan = (group: string, from: string, to: string) =>
		parties.give(COORDINATOR, 'visit.plan', { group, unit: ELSEWHERE, from, to });
	await plan('group-3', '2025-03-02', '2025-03-03');
	await plan('group-4', '2025-03-18', '2025-03-19');
	await plan('group-5', '2025-03-18', '2025-03-19');
	await plan('group-6', '2025-03-18', '2025-03-19');
	await parties.give(COORDINATOR, 'visit.move', { visit: 4, to: '2025-03-20' });
	await parties.give(COORDINATOR, 'visit.cancel', { visit: 3 });
	await parties.give(COORDINATOR, 'visit.publish', { visits: [1] });
	await parties.give(COORDINATOR, 'visit.cancel', { visit: 1, reason: 'Đổi kế hoạch' });
}

describe.each(ROLES)('what a %s is sent', (role) => {
	const plans = !['group_member', 'focal_point'].includes(role);
	const everywhere = !['district_officer', 'focal_point'].includes(role);

	test('has drafts for those who plan or lead, and nothing of them for others', () => {
		for (const [where, text] of people.get(role)!.bytes) {
			expect(DRAFTED.test(text), where).toBe(plans);
		}
	});

	test('names those who did something where the role reaches, and nobody else', () => {
		for (const [where, text] of people.get(role)!.bytes) {
			// The page's own reading of the newest facts and the snapshot stand in both.
			const named = DOERS.filter((name) => text.includes(`"${name}"`));
			const all = where === 'snapshot' ? DOERS.slice(0, 2) : DOERS;
			expect(named, where).toEqual(everywhere ? all : []);
			if (!everywhere) expect(text, where).not.toContain(DEVICE_TIME);
		}
	});

	test('of the own place it has the names', () => {
		for (const [where, text] of people.get(role)!.bytes) {
			expect(text, where).toContain(`"commune-${OWN}"`);
		}
	});

	test('folded on what it knew makes what its snapshot says, without a gap', () => {
		const { client, base, bytes } = people.get(role)!;
		const snapshot = JSON.parse(bytes.get('snapshot')!) as Snapshot;
		const { facts } = JSON.parse(bytes.get('facts')!) as { facts: FactView[] };
		const numbers = Array.from({ length: snapshot.seq }, (_, i) => i + 1);
		expect(facts.map(({ seq }) => seq)).toEqual(numbers);
		expect(client.heard).toEqual(numbers.slice(base.seq));
		for (const told of [facts, client.frames.flatMap((frame) => frame.facts as FactView[])]) {
			const board = boardFrom(base);
			for (const fact of told) reduce(board, fact);
			const folded = snapshotOf(board, new Date(snapshot.as_of));
			expect(JSON.parse(JSON.stringify(folded))).toEqual(snapshot);
		}
	});

	test('is answered unchanged to whoever knows the same, and to nobody else', async () => {
		const path = `/api/v1/campaigns/${SLUG}/snapshot`;
		const tagOf = async (role: Role, tag = '') => {
			const { client } = people.get(role)!;
			const authorization = `Bearer ${tokenOf(client)}`;
			const headers = { authorization, ...(tag ? { 'if-none-match': tag } : {}) };
			const response = await fetch(parties.server.url + path, { headers });
			return { status: response.status, tag: response.headers.get('etag') ?? '' };
		};
		const { tag } = await tagOf(role);
		const { view } = people.get(role)!.base;
		for (const other of ROLES) {
			const same = people.get(other)!.base.view === view;
			expect((await tagOf(other, tag)).status, other).toBe(same ? 304 : 200);
		}
	});
});

test('a fact keeps what its actor was, whatever becomes of the account', async () => {
	const { database, campaign } = parties;
	const name = `commune-${ELSEWHERE}`;
	await createAccounts(database.db, [
		{
			...{ username: name, password: 'x', name_vi: name, name_en: name, is_demo: true },
			grant: { campaign_id: campaign.id, role: 'district_officer', unit: '469' }
		}
	]);
	const text = await read('focal_point', `/api/v1/campaigns/${SLUG}/facts?after=0`);
	const { facts } = JSON.parse(text) as { facts: FactView[] };
	const actors = new Set(facts.map(({ actor }) => actor));
	expect([...actors].filter(Boolean).sort()).toEqual(
		[
			...['coordinator 45', 'commune-19330', 'district_officer 469', 'focal_point 19678'],
			...['group_member group-2', 'system']
		].sort()
	);
});

test('who may know something else from now on comes back, and is told the whole', async () => {
	const { database, campaign, server } = parties;
	const { db } = database;
	const { client, base } = people.get('focal_point')!;
	const gone = new Promise((resolve) => client.socket.once('disconnect', resolve));
	const moved = { campaign_id: campaign.id, role: 'focal_point', unit: ELSEWHERE } as const;
	const name = USERS.focal_point;
	await createAccounts(db, [
		{ username: name, password: 'x', name_vi: name, name_en: name, is_demo: true, grant: moved }
	]);
	await gone;
	// Another place ends the sessions of the old one: the person signs in anew.
	const token = await signIn(server.url, name, campaign.password);
	const back = await new Client(server.url, token).connected();
	await until('the new place is known', async () => {
		const asked = { campaign: SLUG, since: base.seq, view: base.view };
		const answer = (await back.ask('join', asked)) as unknown as Partial<Snapshot>;
		return answer.view === `place ${ELSEWHERE}`;
	});
	back.close();
});
