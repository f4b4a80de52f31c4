import { randomUUID } from 'node:crypto';
import { connect } from 'node:net';
import { deflateSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { USUAL_POLICIES } from '#lib/campaign/requests/policy.ts';
import { FILE_LIMIT } from '#lib/protocol/files.ts';
import { attachFiles, readFiles } from '#lib/server/files/attach.ts';
import { Files, LOOSE_FOR } from '#lib/server/files/files.ts';
import { readSettings } from '#lib/server/settings.ts';
import { pino } from 'pino';
import { SLUG } from '../harness/campaign.ts';
import { signIn, until } from '../harness/client.ts';
import { startParties, type Parties } from '../harness/parties.ts';
import { jpeg, pdf, png, webp, zip } from '../harness/file-bytes.ts';

let parties: Parties;
const tokens = new Map<string, string>();

/** Connections that send half a head and no more: when each was closed. */
let halfHeads: Promise<number>[];

beforeAll(async () => {
	parties = await startParties({ LIMIT_FACTOR: '1' });
	halfHeads = ['', 'GET / HTTP/1.1\r\nHost: x\r\n'].map((head) => {
		const socket = connect(parties.server.port, '127.0.0.1', () => socket.write(head));
		const begun = Date.now();
		socket.resume();
		return new Promise((resolve) => socket.on('close', () => resolve(Date.now() - begun)));
	});
});
afterAll(() => parties.leave());

interface Sent {
	status: number;
	body: { id?: string; error?: { code: string; message: string; field?: string } };
}

async function signed(username: string): Promise<{ authorization: string }> {
	const { server, campaign } = parties;
	const token = tokens.get(username) ?? (await signIn(server.url, username, campaign.password));
	tokens.set(username, token);
	return { authorization: `Bearer ${token}` };
}

const endpoint = () => `${parties.server.url}/api/v1/campaigns/${SLUG}/files`;

async function send(
	bytes: Uint8Array | ReadableStream,
	name: string,
	type: string,
	username = 'commune-19330'
): Promise<Sent> {
	const response = await fetch(endpoint(), {
		method: 'POST',
		headers: {
			...(await signed(username)),
			'accept-language': 'en',
			'content-type': type,
			'x-file-name': encodeURIComponent(name)
		},
		body: bytes as BodyInit,
		duplex: 'half'
	} as RequestInit);
	return { status: response.status, body: (await response.json()) as Sent['body'] };
}

async function open(id: string, username: string, headers: Record<string, string> = {}) {
	return fetch(`${endpoint()}/${id}`, { headers: { ...(await signed(username)), ...headers } });
}

const stored = async () => {
	const { db } = parties.database;
	const counts = await db
		.selectNoFrom((eb) => [
			eb.selectFrom('file').select(eb.fn.countAll<number>().as('n')).as('files'),
			eb.selectFrom('file_content').select(eb.fn.countAll<number>().as('n')).as('contents')
		])
		.executeTakeFirstOrThrow();
	return counts;
};

const HTML = Buffer.from('<!doctype html><script>alert(1)</script>');
const SVG = Buffer.from(
	'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
);
const BOMB = zip(deflateSync(Buffer.alloc(20_000_000)));

describe('what is refused, with a reason and nothing kept', () => {
	test.each([
		['HTML', HTML, 'a.html', 'text/html', /Only JPEG/],
		['HTML that says it is a picture', HTML, 'a.jpg', 'image/jpeg', /Only JPEG/],
		['SVG with a script', SVG, 'a.svg', 'image/svg+xml', /Only JPEG/],
		['SVG that says it is a picture', SVG, 'a.png', 'image/png', /Only JPEG/],
		['a zip bomb', BOMB, 'a.zip', 'application/zip', /Only JPEG/],
		['a zip bomb that says it is a document', BOMB, 'a.pdf', 'application/pdf', /Only JPEG/],
		['a program', Buffer.from('MZ'.padEnd(300, '\0')), 'a.jpg', 'image/jpeg', /Only JPEG/],
		['a wrong extension', jpeg(800, 600), 'a.png', 'image/jpeg', /does not match/],
		['a wrong extension after a right one', jpeg(800, 600), 'a.jpg.exe', 'image/jpeg', /match/],
		['no extension', jpeg(800, 600), 'photo', 'image/jpeg', /does not match/],
		['another type than it is', jpeg(800, 600), 'a.jpg', 'image/png', /does not match/],
		['no name', jpeg(800, 600), ' ', 'image/jpeg', /needs a name/],
		['nothing', new Uint8Array(0), 'a.jpg', 'image/jpeg', /empty or damaged/],
		['half a header', jpeg(800, 600).subarray(0, 12), 'a.jpg', 'image/jpeg', /damaged/],
		['a JPEG that unfolds', jpeg(60_000, 60_000), 'a.jpg', 'image/jpeg', /50 million/],
		['a PNG that unfolds', png(100_000, 100_000), 'a.png', 'image/png', /50 million/],
		['a WebP that unfolds', webp(16_000, 16_000), 'a.webp', 'image/webp', /50 million/]
	])('%s', async (_, bytes, name, type, why) => {
		const before = await stored();
		const { status, body } = await send(bytes, name, type);
		expect({ status, ...body.error }).toMatchObject({
			status: 400,
			code: 'invalid',
			field: 'file'
		});
		expect(body.error?.message).toMatch(why);
		expect(await stored()).toEqual(before);
	});

	test('50 MB, known from the start and unknown until they came', async () => {
		const before = await stored();
		const large = Buffer.alloc(50 * 1024 ** 2);
		jpeg(800, 600).copy(large);
		const pieces = () => {
			let at = 0;
			return new ReadableStream<Uint8Array>({
				pull(to) {
					if (at >= large.length) return to.close();
					to.enqueue(large.subarray(at, (at += 1024 ** 2)));
				}
			});
		};
		for (const body of [large, pieces()]) {
			const answer = await send(body, 'a.jpg', 'image/jpeg');
			expect(answer).toMatchObject({
				status: 400,
				body: { error: { code: 'invalid', field: 'file' } }
			});
			expect(answer.body.error?.message).toMatch(/larger than 10 MB/);
		}
		expect(await stored()).toEqual(before);
	});

	test('whoever takes no part in requests, and pages of others', async () => {
		const good = jpeg(800, 600);
		expect(await send(good, 'a.jpg', 'image/jpeg', 'administrator')).toMatchObject({
			status: 403,
			body: { error: { code: 'forbidden' } }
		});
		const headers = { 'content-type': 'image/jpeg', 'x-file-name': 'a.jpg' };
		const post = (more: Record<string, string>) =>
			fetch(endpoint(), {
				method: 'POST',
				headers: { ...headers, ...more },
				body: new Uint8Array(good)
			});
		expect((await post({})).status).toBe(401);
		const foreign = { ...(await signed('commune-19330')), origin: 'https://elsewhere.example' };
		expect((await post(foreign)).status).toBe(403);
	});

	test('text in megabytes at the other endpoints, however it is sent', async () => {
		const commands = `${parties.server.url}/api/v1/campaigns/${SLUG}/commands`;
		const headers = { ...(await signed('commune-19330')), 'content-type': 'application/json' };
		const text = JSON.stringify({ id: 'x'.repeat(1024 ** 2) });
		for (const body of [text, new Blob([text]).stream()]) {
			const response = await fetch(commands, {
				method: 'POST',
				headers,
				body,
				duplex: 'half'
			} as RequestInit);
			expect(response.status).toBe(413);
		}
	});
});

test('what is taken: pictures and documents, by whatever name', async () => {
	const sent = [
		await send(jpeg(4000, 3000), 'Sổ khai sinh 1998.JPG', 'image/jpeg'),
		await send(png(1600, 1200), '../../man-hinh.png', 'image/png'),
		await send(webp(1600, 1200), 'a.webp', 'image/webp'),
		await send(pdf, 'biên bản.pdf', 'application/pdf; charset=binary')
	];
	expect(sent.map(({ status, body }) => ({ status, ...body, id: body.id?.length }))).toMatchObject([
		{ status: 201, id: 36, name: 'Sổ khai sinh 1998.JPG', type: 'image/jpeg' },
		{ status: 201, id: 36, name: 'man-hinh.png', type: 'image/png' },
		{ status: 201, id: 36, name: 'a.webp', type: 'image/webp' },
		{ status: 201, id: 36, name: 'biên bản.pdf', type: 'application/pdf', size: pdf.length }
	]);
});

/** A request of a commune with the step it was raised by. */
async function raised(unit: string, number: number): Promise<void> {
	const { db } = parties.database;
	const { id: campaign_id } = parties.campaign;
	const at = new Date('2025-03-01T02:00:00Z');
	const { id: raised_by } = await accountOf(`commune-${unit}`);
	await db
		.insertInto('support_request')
		.values({
			...{ campaign_id, number, unit_code: unit, kind: 'equipment', severity: 'blocking' },
			...{ title: 'Máy quét hỏng', raised_at: at, raised_by, at },
			policy: JSON.stringify(USUAL_POLICIES.blocking)
		})
		.execute();
	await db
		.insertInto('request_step')
		.values({ campaign_id, number, position: 1, step: 'raise', at, account_id: raised_by })
		.execute();
}

const accountOf = (username: string) =>
	parties.database.db
		.selectFrom('account')
		.select('id')
		.where('username', '=', username)
		.executeTakeFirstOrThrow();

async function attach(username: string, request: number, files: string[]): Promise<number> {
	const { id } = await accountOf(username);
	const actor = { account_id: id, username, role: 'focal_point', unit: null, group: null } as const;
	return parties.database.db
		.transaction()
		.execute((tx) =>
			attachFiles({ tx, actor, campaignId: parties.campaign.id }, { request, position: 1, files })
		);
}

describe('an attached file', () => {
	const bytes = jpeg(1200, 900);
	let id: string;

	beforeAll(async () => {
		await raised('19330', 9001);
		await raised('19333', 9002);
		id = (await send(bytes, 'Sổ “cũ” (1).jpg', 'image/jpeg')).body.id ?? '';
	});

	test('is its sender’s alone until then', async () => {
		expect((await open(id, 'commune-19330')).status).toBe(200);
		for (const other of ['commune-19333', 'coordinator', 'leader', 'group-1']) {
			expect((await open(id, other)).status).toBe(404);
		}
	});

	test('goes to one request, once, by its sender', async () => {
		await expect(attach('commune-19333', 9002, [id])).rejects.toMatchObject({
			code: 'not_found',
			field: 'files'
		});
		await expect(attach('commune-19330', 9001, [id, randomUUID()])).rejects.toMatchObject({
			code: 'not_found'
		});
		const both = await Promise.allSettled([
			attach('commune-19330', 9001, [id]),
			attach('commune-19330', 9001, [id])
		]);
		expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
	});

	test('stands among the others of its step as they were chosen, not as they arrived', async () => {
		await raised('19330', 9003);
		const sent: string[] = [];
		for (const name of ['a.jpg', 'b.jpg', 'c.jpg']) {
			sent.push((await send(bytes, name, 'image/jpeg')).body.id ?? '');
		}
		const chosen = [sent[2]!, sent[0]!, sent[1]!];
		await attach('commune-19330', 9003, chosen);
		const files = await readFiles(parties.database.db, parties.campaign.id, 9003);
		expect(files.map(({ id }) => id)).toEqual(chosen);
		await parties.database.db.deleteFrom('file').where('request_number', '=', 9003).execute();
	});

	test('is open to whoever may read the request', async () => {
		const seen = await Promise.all(
			['commune-19330', 'district-461', 'group-1', 'coordinator', 'leader', 'commune-19333'].map(
				async (username) => (await open(id, username)).status
			)
		);
		expect(seen).toEqual([200, 200, 200, 200, 200, 404]);
		expect((await fetch(`${endpoint()}/${id}`)).status).toBe(401);
		expect((await open(randomUUID(), 'leader')).status).toBe(404);
		expect((await open('..%2F..%2Fetc', 'leader')).status).toBe(404);
	});

	test('comes as it is and can do nothing in a browser', async () => {
		const response = await open(id, 'leader');
		expect(Object.fromEntries(response.headers)).toMatchObject({
			'content-type': 'image/jpeg',
			'x-content-type-options': 'nosniff',
			'content-security-policy': "sandbox; default-src 'none'",
			'cache-control': 'private, no-cache'
		});
		const disposition = response.headers.get('content-disposition') ?? '';
		expect(disposition).toMatch(/^inline; filename\*=UTF-8''S%E1%BB%95/);
		expect(Buffer.from(await response.arrayBuffer()).equals(bytes)).toBe(true);
		const again = await open(id, 'leader', { 'if-none-match': response.headers.get('etag') ?? '' });
		expect(again.status).toBe(304);
		const paper = (await send(pdf, 'a.pdf', 'application/pdf')).body.id ?? '';
		const document = await open(paper, 'commune-19330');
		expect(document.headers.get('content-disposition')).toMatch(/^attachment/);
	});
});

test('one person keeps no store of loose files, and what is loose for a day goes', async () => {
	const username = 'commune-19336';
	const answers: Sent[] = [];
	for (let i = 0; i < 26; i++)
		answers.push(await send(jpeg(9, 9), `${i}.jpg`, 'image/jpeg', username));
	expect(answers.slice(0, 25).every(({ status }) => status === 201)).toBe(true);
	expect(answers[25]).toMatchObject({ status: 429, body: { error: { field: 'file' } } });

	const { db } = parties.database;
	const files = new Files(readSettings({}), db, pino({ level: 'silent' }));
	expect(await files.sweep(new Date())).toBe(0);
	await files.sweep(new Date(Date.now() + LOOSE_FOR + 60_000));
	const left = await db.selectFrom('file').select('request_number').execute();
	expect(left).toEqual([{ request_number: 9001 }]);
	expect(await stored()).toEqual({ files: 1, contents: 1 });
	expect(FILE_LIMIT).toBe(10 * 1024 ** 2);
});

test('nobody waits for the slow body of somebody else, nor for too many of one’s own', async () => {
	const { authorization } = await signed('commune-19339');
	const refused: string[] = [];
	const slow = Array.from({ length: 20 }, () => {
		const socket = connect(parties.server.port, '127.0.0.1', () => {
			socket.write(
				`POST /api/v1/campaigns/${SLUG}/files HTTP/1.1\r\nHost: 127.0.0.1\r\n` +
					`authorization: ${authorization}\r\ncontent-type: image/jpeg\r\nx-file-name: a.jpg\r\n` +
					'content-length: 100000\r\n\r\nx'
			);
		});
		socket.on('data', (bytes: Buffer) => refused.push(bytes.toString('latin1', 9, 12)));
		return socket;
	});
	await until('those beyond its share are refused', () => refused.length === 7);
	expect(new Set(refused)).toEqual(new Set(['429']));
	const begun = Date.now();
	expect(await send(jpeg(80, 60), 'a.jpg', 'image/jpeg', 'commune-19342')).toMatchObject({
		status: 201
	});
	expect(Date.now() - begun).toBeLessThan(5_000); // they go on for ten seconds at least
	for (const socket of slow) socket.destroy();
});

test('half a head is not waited for', async () => {
	for (const milliseconds of await Promise.all(halfHeads))
		expect(milliseconds).toBeLessThan(15_000);
}, 20_000);

test('a body that was refused unread does not block the next request on its connection', async () => {
	const { port } = parties.server;
	const body = Buffer.alloc(600_000, 'x');
	for (const [method, path] of [
		['TRACE', `/${SLUG}/review`],
		['POST', '/login'],
		['PUT', '/api/v1/session']
	]) {
		const head = `${method} ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n`;
		const socket = connect(port, '127.0.0.1', () => {
			socket.write(`${head}Content-Length: ${body.length}\r\n\r\n`);
			socket.write(body);
			socket.write(`GET /healthz HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n\r\n`);
		});
		let said = '';
		socket.on('data', (chunk: Buffer) => (said += chunk.toString()));
		await expect.poll(() => said, { timeout: 5_000, message: method }).toContain('"status":"ok"');
		socket.destroy();
	}
});
