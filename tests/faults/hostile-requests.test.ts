import { randomUUID } from 'node:crypto';
import { Agent, request as send, type OutgoingHttpHeaders } from 'node:http';
import fc from 'fast-check';
import type * as v from 'valibot';
import { expect, onTestFinished, test } from 'vitest';
import { CommandEnvelope } from '#lib/protocol/commands.ts';
import { HTTP_STATUS } from '#lib/protocol/errors.ts';
import {
	NoticeSettings,
	PushEndpoint,
	PushSubscriptionInput,
	ReadNotices
} from '#lib/protocol/notices.ts';
import { SessionSettings } from '#lib/protocol/people.ts';
import { Credentials } from '#lib/server/auth/sign-in.ts';
import { describeApi } from '#lib/server/http/describe-api.ts';
import { SLUG } from '../harness/campaign.ts';
import { jpeg } from '../harness/file-bytes.ts';
import { described, endpoints, type Endpoint } from '../harness/hostile/endpoints.ts';
import { fitting } from '../harness/hostile/fitting.ts';
import { hostile, HOSTILE_TEXTS, nearly } from '../harness/hostile/values.ts';
import { chance, patience, rounds, tell } from './scale.ts';
import { World } from './world.ts';

const AT_ONCE = 8;
const REQUESTS = rounds(1_000, 100_000);
const PEOPLE = [
	'leader',
	'coordinator',
	'group-1',
	'district-461',
	'commune-19330',
	'administrator'
];

/** What endpoints take as JSON. */
const BODIES: Record<string, v.GenericSchema> = {
	'POST /api/v1/session': Credentials,
	'PATCH /api/v1/session': SessionSettings,
	'POST /api/v1/campaigns/{slug}/notices/read': ReadNotices,
	'PUT /api/v1/campaigns/{slug}/notices/settings': NoticeSettings,
	'PUT /api/v1/campaigns/{slug}/notices/push': PushSubscriptionInput,
	'DELETE /api/v1/campaigns/{slug}/notices/push': PushEndpoint,
	'POST /api/v1/campaigns/{slug}/commands': CommandEnvelope
};
/** These end the session they come with. */
const SIGN_OUT = new Set(['DELETE /api/v1/session', 'POST /logout']);

const nameOf = ({ method, path }: Endpoint) => `${method} ${described(path)}`;

test('every endpoint of the API is described, with the schema of its body', () => {
	const { paths } = describeApi() as unknown as {
		paths: Record<string, Record<string, { requestBody?: { content: object } }>>;
	};
	const inApi = endpoints().filter(({ path }) => path.startsWith('/api/v1/'));
	expect(inApi.length).toBeGreaterThan(20);
	for (const endpoint of inApi) {
		const { method, path } = endpoint;
		const said = paths[described(path)]?.[method.toLowerCase()];
		expect(said, nameOf(endpoint)).toBeDefined();
		const takesJson = said?.requestBody && 'application/json' in said.requestBody.content;
		expect(nameOf(endpoint) in BODIES, `body of ${nameOf(endpoint)}`).toBe(takesJson ?? false);
	}
});

interface Asked {
	endpoint: Endpoint;
	who: string | null;
	parts: string[];
	query: string;
	body: Buffer | null;
	headers: OutgoingHttpHeaders;
}

test(
	'whatever is asked of any address has an answer that is no failure, under /api in JSON',
	{ timeout: patience },
	async () => {
		const seed = chance('hostile-requests').whole(0, 2 ** 31 - 1);
		const world = await World.create();
		const { url } = await world.startServer({ COMMANDS_PER_MINUTE: '1000000' });
		const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });
		onTestFinished(() => agent.destroy());
		const tokens = new Map<string, string>();
		for (const name of PEOPLE) tokens.set(name, await world.token(name));
		const told: Record<string, number> = {};

		const ask = async (asked: Asked): Promise<void> => {
			const { endpoint, who, query, headers, body } = asked;
			let left = [...asked.parts];
			const path = endpoint.path.replace(/\[+(\w+)\]+/g, (_, name: string) => {
				const [first = '', ...rest] = left;
				left = rest;
				return first || (GOOD[name] ?? 'x');
			});
			const throwaway = who !== null && SIGN_OUT.has(nameOf(endpoint));
			const token = throwaway ? await world.token(who) : who && tokens.get(who);
			const answer = await talk(new URL(url), agent, {
				...{ method: endpoint.method, path: path + query, body },
				headers: { ...headers, ...(token && { authorization: `Bearer ${token}` }) }
			});
			const { status } = answer;
			const about = JSON.stringify({ status, ...asked, path, body: body?.toString() }, shorten);
			told[answer.status] = (told[answer.status] ?? 0) + 1;
			expect(answer.status, about).toBeLessThan(500);
			if (answer.status < 400 || !endpoint.path.startsWith('/api')) return;
			expect(answer.type, about).toMatch(/^application\/json/);
			if (endpoint.method === 'HEAD') return; // by its nature without a body
			const said = JSON.parse(answer.text) as {
				ok: boolean;
				error: { code: string; message: string };
			};
			expect(said, about).toMatchObject({ ok: false });
			expect(Object.keys(HTTP_STATUS), about).toContain(said.error.code);
			expect(said.error.message, about).not.toBe('');
		};
		await fc.assert(
			fc.asyncProperty(
				fc.array(asking(), { minLength: 1, maxLength: 2 * AT_ONCE - 1, size: 'max' }),
				async (some) => void (await Promise.all(some.map(ask)))
			),
			{ numRuns: Math.ceil(REQUESTS / AT_ONCE), seed, endOnFailure: true }
		);
		expect(told['200'] ?? 0, 'what was understood').toBeGreaterThan(REQUESTS / 50);
		tell('hostile-requests', { endpoints: endpoints().length, ...told });
	}
);

/** What is told of a failure has to be readable; the seed brings back the whole of it. */
const shorten = (_: string, value: unknown) =>
	typeof value === 'string' ? value.slice(0, 300) : value;

/** Parts of addresses that are there. */
const GOOD: Record<string, string> = {
	...{ slug: SLUG, campaign: SLUG, unit: '19330', date: '2025-03-02', number: '1' },
	id: '00000000-0000-4000-8000-000000000000'
};
/** Parts that stand in no address of ours; some are no address at all. */
const BAD_PARTS = [
	...['%00', '%E0%A4%A', '%ED%A0%80', '%2e%2e', '%2F', '%', '..', '0', '-1', '1e3', '4294967296'],
	...[
		'2025-02-31',
		'0000-01-01',
		'2025-03-00',
		'99999999999999999999',
		'constructor',
		'__data.json'
	],
	...['%E2%80%AE', '%F4%90%80%80', 'x'.repeat(3000), '[object%20Object]', "'%20or%201=1--"]
];

function asking(): fc.Arbitrary<Asked> {
	const known = endpoints();
	const strange = [
		'/api',
		'/api/v2',
		'/api/v1/campaigns/[slug]/nothing',
		'/api/v1/%E0%A4%A',
		'/nowhere/[x]'
	];
	const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'PROPFIND'];
	const endpoint = fc.oneof(
		{ weight: 12, arbitrary: fc.constantFrom(...known) },
		{
			weight: 2,
			arbitrary: fc.record({
				path: fc.constantFrom(...known.map(({ path }) => path)),
				method: fc.constantFrom(...methods)
			})
		},
		{
			weight: 1,
			arbitrary: fc.record({
				path: fc.constantFrom(...strange),
				method: fc.constantFrom(...methods)
			})
		}
	);
	return endpoint.chain((chosen) => {
		const schema = BODIES[nameOf(chosen)];
		return fc.record({
			endpoint: fc.constant(chosen),
			who: fc.option(fc.constantFrom(...PEOPLE), { nil: null, freq: 8 }),
			// The campaign is mostly one that is there: what stands behind it is asked for, too.
			parts: fc.tuple(part(12), part(1), part(1)),
			query: fc.oneof({ weight: 2, arbitrary: fc.constant('') }, query),
			body: ['GET', 'HEAD'].includes(chosen.method) ? fc.constant(null) : bodies(schema),
			headers
		});
	});
}

const part = (weight: number) =>
	fc.oneof(
		{ weight: 2 * weight, arbitrary: fc.constant('') },
		{ weight: 1, arbitrary: fc.constantFrom(...BAD_PARTS) }
	);

const written = fc.constantFrom(
	...HOSTILE_TEXTS.map((text) => encodeURIComponent(text.toWellFormed()).slice(0, 4000)),
	...BAD_PARTS
);
const query = fc
	.array(
		fc.tuple(
			fc.constantFrom(
				'after',
				'limit',
				'unit',
				'date',
				'next',
				'to',
				'x-sveltekit-invalidated',
				'x-sveltekit-x',
				'a%00b'
			),
			fc.oneof(written, fc.nat().map(String))
		),
		{ minLength: 1, maxLength: 2 }
	)
	.map((pairs) => `?${pairs.map((pair) => pair.join('=')).join('&')}`);

function bodies(schema: v.GenericSchema | undefined): fc.Arbitrary<Buffer | null> {
	const right = schema === CommandEnvelope ? commandBody : schema ? fitting(schema, {}) : hostile;
	const json = fc
		.oneof(right, nearly(right), hostile)
		.map((value) => Buffer.from(JSON.stringify(value) ?? ''));
	const form = fc
		.dictionary(
			fc.constantFrom('username', 'password'),
			fc.constantFrom('leader', 'a%00b', '%E0%A4%A', '+')
		)
		.map((fields) =>
			Buffer.from(
				Object.entries(fields)
					.map((pair) => pair.join('='))
					.join('&')
			)
		);
	const raw = fc.constantFrom(
		...[
			jpeg(8, 8),
			Buffer.alloc(0),
			Buffer.from('{"a":'),
			Buffer.from('\uFEFF{}'),
			Buffer.from([0xff, 0xfe, 0])
		],
		...[Buffer.from('['.repeat(100_000)), Buffer.from('--x\r\n\r\n'), Buffer.alloc(600_000, 0x20)]
	);
	return fc.oneof(
		{ weight: 6, arbitrary: json },
		{ weight: 1, arbitrary: form },
		{ weight: 1, arbitrary: raw },
		{ weight: 1, arbitrary: fc.constant(null) }
	);
}

/** What is in a command is tried elsewhere; here only that it comes through. */
const commandBody = fc.record({
	id: fc.uuid(),
	type: fc.constantFrom('report.seen', 'report.accept', 'request.raise', 'nothing'),
	input: fc.record({
		unit: fc.constant('19330'),
		date: fc.constant('2025-03-02'),
		of: fc.constant('return')
	})
});

const headers: fc.Arbitrary<OutgoingHttpHeaders> = fc.record(
	{
		'content-type': fc.constantFrom(
			...[
				'application/json',
				'text/plain',
				'multipart/form-data',
				'multipart/form-data; boundary=x'
			],
			...['application/x-www-form-urlencoded', 'image/jpeg', '', 'a/b; charset=utf-7', '\u00ff']
		),
		'x-file-name': fc.oneof(fc.constant('a.jpg'), written),
		'if-none-match': fc.constantFrom('"0"', '*', 'W/"1"', '\u00ff', '"'.repeat(999)),
		accept: fc.constantFrom('*/*', 'text/html', 'application/json', 'x', '\u00ff;q=9'),
		'accept-language': fc.constantFrom('en', 'vi', '*', 'en;q=a', ','.repeat(500)),
		cookie: fc.constantFrom(
			'session=%E0%A4%A',
			'PARAGLIDE_LOCALE=xx',
			'=;=',
			'a'.repeat(4000),
			'__proto__=1'
		),
		range: fc.constantFrom('bytes=0-', 'bytes=9-1', 'x')
	},
	{ requiredKeys: ['content-type'] }
);

interface Answer {
	status: number;
	type: string;
	text: string;
}

/** Sends what `fetch` would correct. */
function talk(
	{ hostname, port }: URL,
	agent: Agent,
	{
		method,
		path,
		headers: given,
		body
	}: Pick<Asked, 'headers' | 'body'> & { method: string; path: string }
): Promise<Answer> {
	return new Promise((resolve, reject) => {
		const length = body ? { 'content-length': body.length } : {};
		const asked = send({
			hostname,
			port,
			agent,
			method,
			path,
			headers: { ...given, ...length, 'x-id': randomUUID() }
		});
		asked.on('response', (response) => {
			const chunks: Buffer[] = [];
			response.on('data', (chunk: Buffer) => chunks.push(chunk));
			response.on('error', reject);
			response.on('end', () =>
				resolve({
					status: response.statusCode ?? 0,
					type: response.headers['content-type'] ?? '',
					text: Buffer.concat(chunks).toString()
				})
			);
		});
		asked.on('error', reject);
		asked.end(body ?? undefined);
	});
}
