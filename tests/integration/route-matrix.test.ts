import { globSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ROLES, type Role } from '#lib/protocol/people.ts';
import { createAccounts } from '#lib/server/auth/accounts.ts';
import { SLUG } from '../harness/campaign.ts';
import { Client, report, signIn } from '../harness/client.ts';
import { png } from '../harness/file-bytes.ts';
import { startParties, type Parties } from '../harness/parties.ts';
import { addSmallCampaign } from '../harness/small-campaign.ts';

/** Where a route is tried, seen from the district 461 and its commune 19330. */
const PLACES = { own: '19330', neighbour: '19333', 'other district': '19678' };
type Place = keyof typeof PLACES;
/** Nobody, a member of another campaign only, and this campaign's people. */
const USERS: Record<Role, string> = {
	leader: 'leader',
	coordinator: 'coordinator',
	group_member: 'group-1',
	district_officer: 'district-461',
	focal_point: 'commune-19330',
	administrator: 'administrator'
};
const ELSEWHERE = 'leader-elsewhere';
const VISITORS = [null, ELSEWHERE, ...ROLES] as const;

const everywhere: Place[] = ['own', 'neighbour', 'other district'];
const EVERYBODY: Partial<Record<Role, Place[]>> = Object.fromEntries(
	ROLES.map((role) => [role, everywhere])
);
/** Each where the role reaches. */
const REACHING = {
	...EVERYBODY,
	district_officer: ['own', 'neighbour'] as Place[],
	focal_point: ['own'] as Place[]
};
const only = (...roles: Role[]) => Object.fromEntries(roles.map((role) => [role, everywhere]));

interface Route {
	/** Under the campaign; what a place changes of it. */
	path: (place: Place) => string;
	/** Where each role reaches something. */
	allowed: Partial<Record<Role, Place[]>>;
	/** What is answered then; 400 where a complete body would change something. */
	reached?: number;
	body?: string;
	/** Roles that are told that it is not for them, and what the answer is. */
	forbidden?: Partial<Record<Role, number>>;
	/** Where somebody is refused by an answer and not by its status: no lines of the place in it. */
	silent?: RegExp;
}
const at =
	(path: string): Route['path'] =>
	() =>
		path;
const made = { request: {}, visit: {}, file: {} } as Record<string, Record<string, unknown>>;
const numbered =
	(path: string, what: string): Route['path'] =>
	(place) =>
		`${path}/${String(made[what]?.[place])}`;

/** Every load and endpoint of a campaign. A route without a row here fails. */
const CAMPAIGN: Record<string, Route> = {
	'load [campaign]/+layout': { path: at('map'), allowed: EVERYBODY },
	'load [campaign]/+page': { path: at(''), allowed: EVERYBODY, reached: 303 },
	'load [campaign]/account/+page': { path: at('account'), allowed: EVERYBODY },
	'load [campaign]/groups/+page': {
		path: at('groups'),
		allowed: only('leader', 'coordinator', 'district_officer', 'group_member')
	},
	'load [campaign]/map/+page': { path: at('map'), allowed: EVERYBODY },
	'load [campaign]/report/+page': {
		path: (place) => `report?unit=${PLACES[place]}`,
		allowed: { ...REACHING, focal_point: everywhere }, // a focal point is shown its own, whatever was asked for
		silent: /\breceipt\b/
	},
	'load [campaign]/requests/[[number]]/+page': {
		path: numbered('requests', 'request'),
		allowed: EVERYBODY
	},
	'load [campaign]/review/+page': {
		path: at('review'),
		allowed: only('leader', 'coordinator', 'district_officer')
	},
	'load [campaign]/today/+page': { path: at('today'), allowed: only('group_member') },
	'GET boundaries': { path: at('boundaries'), allowed: EVERYBODY },
	'POST commands': { path: at('commands'), allowed: EVERYBODY, reached: 400, body: '{}' },
	'GET facts': { path: at('facts'), allowed: EVERYBODY },
	'POST files': {
		...{ path: at('files'), allowed: EVERYBODY, reached: 400, body: 'no picture' },
		forbidden: { administrator: 403 }
	},
	'GET files/[id]': { path: numbered('files', 'file'), allowed: REACHING },
	'GET notices': { path: at('notices'), allowed: EVERYBODY },
	'PUT notices/push': { path: at('notices/push'), allowed: EVERYBODY, reached: 400, body: '{}' },
	'DELETE notices/push': { path: at('notices/push'), allowed: EVERYBODY, reached: 400, body: '{}' },
	'POST notices/read': { path: at('notices/read'), allowed: EVERYBODY, reached: 400, body: '{}' },
	'PUT notices/settings': {
		path: at('notices/settings'),
		...{ allowed: EVERYBODY, reached: 400, body: '{}' }
	},
	'GET reports/[unit]': { path: (place) => `reports/${PLACES[place]}`, allowed: REACHING },
	'GET reports/[unit]/[date]': {
		path: (place) => `reports/${PLACES[place]}/2025-03-01`,
		allowed: REACHING
	},
	'GET requests': { path: at('requests'), allowed: EVERYBODY },
	'GET requests/[number]': { path: numbered('requests', 'request'), allowed: REACHING },
	'GET snapshot': { path: at('snapshot'), allowed: EVERYBODY },
	'GET visits/[number]': {
		path: numbered('visits', 'visit'),
		// A group reads of its own visits.
		allowed: { ...REACHING, group_member: ['own'], administrator: [] }
	}
};

/** Routes of no campaign, and what they answer to nobody; what a member gets is asked where they are tested. */
const OTHERS: Record<string, { path: string; status: number; body?: string }> = {
	'load +layout': { path: '/login', status: 200 },
	'load +page': { path: '/', status: 303 },
	'load login/+page': { path: '/login', status: 200 },
	'actions login/+page': { path: '/login', status: 400, body: 'username=leader' },
	'actions [campaign]/account/+page': {
		path: '/nowhere/account?/end_others',
		status: 303,
		body: 'all=1'
	},
	'POST logout': { path: '/logout', status: 303 },
	'GET healthz': { path: '/healthz', status: 200 },
	'GET api/openapi.json': { path: '/api/openapi.json', status: 200 },
	'GET api/v1/campaigns': { path: '/api/v1/campaigns', status: 401 },
	'POST api/v1/session': { path: '/api/v1/session', status: 400, body: '{}' },
	'GET api/v1/session': { path: '/api/v1/session', status: 401 },
	'PATCH api/v1/session': { path: '/api/v1/session', status: 401, body: '{}' },
	'DELETE api/v1/session': { path: '/api/v1/session', status: 200 }
};

const PAGES = 'src/routes/(app)/';
const API = 'src/routes/api/v1/campaigns/[slug]/';

/** Every load, action and endpoint there is, as its file says. */
function routes(): { file: string; name: string }[] {
	const files = ['src/routes/**/+server.ts', 'src/routes/**/+{page,layout}.server.ts'];
	return globSync(files).flatMap((file) => {
		const text = readFileSync(file, 'utf8');
		const root = [PAGES, API].find((start) => file.startsWith(start)) ?? 'src/routes/';
		const path = file.slice(root.length);
		if (path.endsWith('+server.ts')) {
			const methods = text.matchAll(/^export (?:const|async function|function) ([A-Z]+)\b/gm);
			return [...methods].map(([, method]) => {
				return { file, name: `${method} ${path.replace(/\/\+server\.ts$/, '')}` };
			});
		}
		const exported = (what: string) =>
			new RegExp(`^export (?:const|async function|function) ${what}\\b`, 'm').test(text);
		return ['load', 'actions']
			.filter(exported)
			.map((what) => ({ file, name: `${what} ${path.replace(/\.server\.ts$/, '')}` }));
	});
}

test('what a page does with the data of its load asks nobody for more', () => {
	for (const file of globSync('src/routes/**/+{page,layout}.ts')) {
		const text = readFileSync(file, 'utf8');
		expect(text, file).toMatch(/\(\{ data: \{/);
		expect(text, file).not.toMatch(/\bfetch\b|\bparent\b/);
	}
});

let parties: Parties;
const tokens = new Map<string, string>();

beforeAll(async () => {
	parties = await startParties();
	const { database, server, campaign } = parties;
	const campaign_id = await addSmallCampaign(database.db);
	const password = 'mot-mat-khau-du-dai-1234';
	await createAccounts(database.db, [
		{
			...{ username: ELSEWHERE, password, name_vi: 'Ở nơi khác', name_en: 'Elsewhere' },
			grant: { campaign_id, role: 'leader' }
		}
	]);
	for (const username of Object.values(USERS)) {
		tokens.set(username, await signIn(server.url, username, campaign.password));
	}
	tokens.set(ELSEWHERE, await signIn(server.url, ELSEWHERE, password));
	for (const [i, [place, unit]] of Object.entries(PLACES).entries()) {
		const focal = `commune-${unit}`;
		await parties.give('coordinator', 'report.submit', report(unit, 12));
		const file = await fetch(`${server.url}/api/v1/campaigns/${SLUG}/files`, {
			method: 'POST',
			headers: {
				authorization: `Bearer ${await signIn(server.url, focal, campaign.password)}`,
				...{ 'content-type': 'image/png', 'x-file-name': 'may.png' }
			},
			body: new Uint8Array(png(3, 2))
		});
		const { id } = (await file.json()) as { id: string };
		const raised = await parties.give(focal, 'request.raise', {
			...{ unit, kind: 'equipment', severity: 'slowing', title: 'Máy quét hỏng', files: [id] }
		});
		const dates = { from: '2025-03-02', to: '2025-03-03' };
		const planned = await parties.give('coordinator', 'visit.plan', {
			...{ unit, group: `group-${i + 1}`, ...dates, note: 'Mang máy quét A3' }
		});
		const visit = Number(planned.result?.['visit']);
		await parties.give('coordinator', 'visit.publish', { visits: [visit] });
		Object.assign(made['file']!, { [place]: id });
		Object.assign(made['request']!, { [place]: raised.result?.['request'] });
		Object.assign(made['visit']!, { [place]: visit });
	}
	await parties.settled();
});
afterAll(() => parties.leave());

const usernameOf = (visitor: (typeof VISITORS)[number]) =>
	visitor === null || visitor === ELSEWHERE ? visitor : USERS[visitor];

function ask(visitor: (typeof VISITORS)[number], path: string, init: RequestInit = {}) {
	const token = tokens.get(usernameOf(visitor) ?? '');
	return fetch(parties.server.url + path, {
		redirect: 'manual',
		...init,
		headers: { ...init.headers, ...(token ? { authorization: `Bearer ${token}` } : {}) }
	});
}

test('every load, action and endpoint is in the table', () => {
	const names = routes().map(({ name }) => name);
	expect(names.sort()).toEqual([...Object.keys(CAMPAIGN), ...Object.keys(OTHERS)].sort());
});

test('every route of a campaign finds it by the one guard', () => {
	for (const { file, name } of routes().filter(({ name }) => name in CAMPAIGN)) {
		const text = readFileSync(file, 'utf8');
		const guard = file.startsWith(PAGES) ? /\benterPage\(/ : /\benter(?:Campaign|Commune)\(/;
		// Commands ask the same function by themselves, as they do behind the socket.
		expect(text, name).toMatch(name === 'POST commands' ? /\brunCommand\(/ : guard);
		expect(text, name).not.toMatch(/campaigns\.(?:get|all)\(|\bgrants\b/);
	}
});

describe.each(Object.entries(CAMPAIGN))('%s', (name, route) => {
	const [kind = ''] = name.split(' ');
	const tried: Place[] = route.path.length === 0 ? ['own'] : everywhere;

	test.each(VISITORS)('as %s', async (visitor) => {
		const allowed = visitor === null || visitor === ELSEWHERE ? [] : (route.allowed[visitor] ?? []);
		for (const place of tried) {
			const reached = allowed.includes(place);
			if (kind === 'load') await tryLoad(visitor, place, reached);
			else await tryEndpoint(visitor, place, reached);
		}
	});

	async function tryEndpoint(
		visitor: (typeof VISITORS)[number],
		place: Place,
		reached: boolean
	): Promise<void> {
		const { body } = route;
		const init = { method: kind, ...(body ? { body } : {}) };
		const path = `/api/v1/campaigns/${SLUG}/${route.path(place)}`;
		const response = await ask(visitor, path, init);
		const forbidden = route.forbidden?.[visitor as Role];
		const status = visitor === null ? 401 : reached ? (forbidden ?? route.reached ?? 200) : 404;
		expect(`${place}: ${response.status}`).toBe(`${place}: ${status}`);
		if (reached) return;
		const answer = (await response.json()) as { error?: { code: string } };
		expect(answer.error?.code).toBe(visitor === null ? 'unauthenticated' : 'not_found');
	}

	/** The page, and its data with every choice of loads: the browser says which of them it wants. */
	async function tryLoad(
		visitor: (typeof VISITORS)[number],
		place: Place,
		reached: boolean
	): Promise<void> {
		const [path = '', search = ''] = `/${SLUG}/${route.path(place)}`.replace(/\/$/, '').split('?');
		const page = await ask(visitor, `${path}?${search}`);
		const html = await page.text();
		const member = visitor !== null && visitor !== ELSEWHERE;
		// A role that may not read of a place is answered without it.
		const silent = member && !reached && route.silent !== undefined;
		const status = visitor === null ? 303 : reached || silent ? (route.reached ?? 200) : 404;
		expect(`${place}: ${page.status}`).toBe(`${place}: ${status}`);
		if (visitor === null) expect(page.headers.get('location')).toMatch(/^\/login\?next=%2F/);
		if (silent) expect(ownData(html)).not.toMatch(route.silent!);

		for (const asked of name.endsWith('+layout') ? ['010', '111'] : ['001', '111']) {
			const data = await ask(
				visitor,
				`${path}/__data.json?${search}&x-sveltekit-invalidated=${asked}`
			);
			const text = await data.text();
			const [first = ''] = text.split('\n');
			const answer = JSON.parse(first) as {
				type: string;
				location?: string;
				nodes?: ({ type: string; status?: number; data?: unknown } | null)[];
			};
			if (visitor === null) {
				expect(answer).toMatchObject({ type: 'redirect', location: /^\/login\?next=/ });
			} else if (!reached && !silent) {
				// Refused on the way down; a layout that is theirs may have been answered before.
				expect(JSON.stringify(answer), asked).toMatch(/"status":404/);
				// The outermost layout says who asks; a stranger to the campaign is told nothing else.
				const told = answer.nodes?.slice(1).filter((node) => node?.data !== undefined);
				if (!member) expect(told, asked).toEqual([]);
				expect(answer.nodes?.at(2)?.data, asked).toBeUndefined();
			} else if (route.reached === 303) {
				expect(answer, asked).toMatchObject({
					type: 'redirect',
					location: /^\/[\w-]+\/\w+(?:\?unit=\d+)?$/
				});
			} else {
				expect(answer.type, asked).toBe('data');
				if (silent) expect(JSON.stringify(answer.nodes?.at(2))).not.toMatch(route.silent!);
			}
		}
	}

	/** What the page's own load answered, in a page. */
	function ownData(html: string): string {
		return html.slice(html.lastIndexOf('{type:"data"'));
	}
});

describe.each(Object.entries(OTHERS))('%s', (name, { path, status, body }) => {
	test('as nobody', async () => {
		const [kind = ''] = name.split(' ');
		const method = kind === 'load' ? 'GET' : kind === 'actions' ? 'POST' : kind;
		const form = kind === 'actions' ? 'application/x-www-form-urlencoded' : 'application/json';
		const init = body ? { body, headers: { 'content-type': form } } : {};
		const response = await ask(null, path, { method, ...init });
		expect(response.status).toBe(status);
		expect(await response.text()).not.toContain(SLUG);
	});
});

test('the health check tells how far a campaign is to its administrators only', async () => {
	const told = await Promise.all(
		VISITORS.map(async (visitor) => {
			const health = (await (await ask(visitor, '/healthz')).json()) as object;
			return `${visitor}: ${Object.keys(health).join(' ')}`;
		})
	);
	expect(told.filter((line) => !line.endsWith(': status'))).toEqual([
		'administrator: status screens campaigns'
	]);
});

describe('the live channel', () => {
	const join = async (visitor: (typeof VISITORS)[number], event: string) => {
		const client = new Client(parties.server.url, tokens.get(usernameOf(visitor) ?? '') ?? '');
		try {
			await client.connected();
			const answer = await client.ask(event, { campaign: SLUG, since: 0 });
			return answer.ok ? 'ok' : answer.error?.code;
		} catch (error) {
			return (error as Error).message;
		} finally {
			client.close();
		}
	};
	test.each(VISITORS)('as %s', async (visitor) => {
		const expected =
			visitor === null ? 'unauthenticated' : visitor === ELSEWHERE ? 'not_found' : 'ok';
		expect(await join(visitor, 'join')).toBe(expected);
		expect(await join(visitor, 'resume')).toBe(expected);
	});
});
