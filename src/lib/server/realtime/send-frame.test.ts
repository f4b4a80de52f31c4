import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server } from 'socket.io';
import { io as connect, type Socket } from 'socket.io-client';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { LoggedFact } from '#lib/campaign/facts.ts';
import { smallBoard, testReport } from '#lib/campaign/test-campaign.ts';
import { factFor } from '#lib/campaign/who-may-know.ts';
import type { Frame } from '#lib/protocol/frames.ts';
import type { Role } from '#lib/protocol/people.ts';
import { frameOf } from './gather.ts';
import { viewRoomsOf, type LiveServer } from './rooms.ts';
import { sendFrame } from './send-frame.ts';

const board = smallBoard();
const log = { slug: 'c', board };
const VIEWERS: { role: Role; unit: string | null }[] = [
	...(['leader', 'administrator', 'group_member'] as const).map((role) => ({ role, unit: null })),
	...['461', '469', null].map((unit) => ({ role: 'district_officer' as const, unit })),
	...['19330', '19333', '19678', null].map((unit) => ({ role: 'focal_point' as const, unit }))
];

const http = createServer();
const live: LiveServer = new Server(http);
const screens: { viewer: (typeof VIEWERS)[number]; socket: Socket; frames: Frame[] }[] = [];
let encoded = 0;

beforeAll(async () => {
	await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
	live.on('connection', (socket) => {
		const viewer = VIEWERS[Number(socket.handshake.auth['viewer'])]!;
		void socket.join(viewRoomsOf({ campaign: log.slug, ...viewer }));
	});
	const { port } = http.address() as AddressInfo;
	for (const [i, viewer] of VIEWERS.entries()) {
		const frames: Frame[] = [];
		const socket = connect(`http://127.0.0.1:${port}`, {
			...{ auth: { viewer: i }, transports: ['websocket'], forceNew: true }
		});
		socket.on('frame', (frame: Frame) => frames.push(frame));
		await new Promise<void>((resolve) => socket.once('connect', resolve));
		screens.push({ viewer, socket, frames });
	}
	const { adapter } = live.of('/');
	const broadcast = adapter.broadcast.bind(adapter);
	adapter.broadcast = (packet: { data: [string, Frame] }, options) => {
		encoded += packet.data[1].facts.length;
		broadcast(packet, options);
	};
});
beforeEach(() => {
	encoded = 0;
	for (const screen of screens) screen.frames.length = 0;
});
afterAll(async () => {
	for (const { socket } of screens) socket.disconnect();
	await live.close();
});

/** So many reports of communes in turn, from the first number on. */
function reports(count: number, communes: string[]): LoggedFact[] {
	return Array.from({ length: count }, (_, i) => {
		const unit = communes[i % communes.length]!;
		const { data, ...fact } = testReport(i + 1);
		const signed = { role: 'focal_point', place: unit };
		return { ...fact, actor: `of-${unit}`, signed, data: { ...data, unit } } as LoggedFact;
	});
}

test.each([1, 5, 32, 33, 200])(
	'of %i facts every screen hears the whole, in order, as its viewer may know it',
	async (count) => {
		const facts = reports(count, ['19330', '19678', '19330', 'unknown']);
		sendFrame(live, log, frameOf(log.slug, facts)!);
		await expect
			.poll(() => screens.map(({ frames }) => frames.at(-1)?.to))
			.toEqual(screens.map(() => count));
		for (const { viewer, frames } of screens) {
			const known = facts.map((fact) => factFor(viewer, fact, board.units));
			const heard = frames.flatMap((frame) => frame.facts);
			expect(heard, JSON.stringify(viewer)).toEqual(known);
			let next = 1;
			for (const { from, to } of frames) {
				expect(from).toBe(next);
				next = to + 1;
			}
		}
	}
);

test('the work grows with the facts, not with their square, and not with the screens', () => {
	const cost = (count: number) => {
		encoded = 0;
		sendFrame(live, log, frameOf(log.slug, reports(count, ['19330', '19333', '19678']))!);
		return encoded;
	};
	expect(cost(320)).toBeLessThanOrEqual(10 * cost(32));
});
