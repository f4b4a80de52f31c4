import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { report, until } from '../harness/client.ts';
import { startProxy, type Proxy } from '../harness/proxy.ts';
import { Recount } from './recount.ts';
import { chance, longest, median, patience, rounds, tell } from './scale.ts';
import { sendByHttp } from './send.ts';
import { compareAll, healed, HEALED_WITHIN } from './verdict.ts';
import { World } from './world.ts';

const SILENCES = rounds(1, 12);

test('a network to the database that goes silent', { timeout: patience }, async () => {
	const world = await World.create();
	const direct = new URL(world.url);
	const network = await startProxy(Number(direct.port));
	onTestFinished(() => network.close());
	direct.port = String(network.port);
	const [server, neighbour] = await Promise.all([
		world.startServer({}, direct.href),
		world.startServer()
	]);
	const places = { world, network, server: server.url, neighbour: neighbour.url };
	await loseListening(places);
	await loseAll(places);
});

interface Places {
	world: World;
	/** Between `server` and its database; `neighbour` has a network of its own. */
	network: Proxy;
	server: string;
	neighbour: string;
}

/** The one connection that hears notifications is half open: nothing says so. */
async function loseListening({ world, network, server, neighbour }: Places): Promise<void> {
	const random = chance('listen');
	const [screen] = await world.openScreens(1, () => server);
	const token = await world.token('commune-19330');
	/** Milliseconds from the answers of another process to the screen. */
	const travel = async (times: number) => {
		const taken: number[] = [];
		while (taken.length < times) {
			const input = report('19330', random.whole(0, 400));
			const command = { id: random.uuid(), type: 'report.submit', input };
			const answer = await sendByHttp(neighbour, token, command);
			if (!answer.ok) throw new Error(JSON.stringify(answer));
			const start = performance.now();
			await until('the screen hears it', () => (screen?.seq ?? 0) >= answer.seq, HEALED_WITHIN);
			taken.push(Math.round(performance.now() - start));
		}
		return taken;
	};
	const listening = () => [...network.wires].filter(({ said }) => said.includes('tien-do listen'));

	await until('the server listens', () => listening().length === 1);
	await travel(1);
	const notified = await travel(5);
	listening()[0]?.freeze();
	const polled = await travel(3);
	await until('the connection is replaced', () => listening().length > 1, 30_000);
	await sleep(500);
	const again = await travel(5);
	tell('listen', {
		'ms by notification': median(notified),
		'by poll, longest': longest(polled),
		'by the new connection': median(again)
	});
	expect(longest(polled), 'the poll takes over').toBeLessThan(HEALED_WITHIN / 2);
	expect(median(again), 'the new connection hears before the poll does').toBeLessThan(500);
}

/** The host of one process vanishes, as others see it, and comes back. */
async function loseAll({ world, network, server, neighbour }: Places): Promise<void> {
	const random = chance('silent-database');
	const recount = new Recount(world);
	await world.openScreens(6, (i) => (i % 2 ? server : neighbour));
	const cutOff = await world.startLoad(8, () => server, random);
	const others = await world.startLoad(8, () => neighbour, random);

	const waits: number[] = [];
	const times: number[] = [];
	for (let silence = 0; silence < SILENCES; silence++) {
		await sleep(random.between(300, 900));
		network.blackhole();
		await sleep(200);
		// Whatever transactions the silent process left open must not hold the others for long.
		const before = others.count;
		const began = performance.now();
		await until('other processes get on', () => others.count > before + 10, 15_000);
		waits.push(Math.round(performance.now() - began));
		await sleep((random.between(0, 12_000) * (silence % 3)) / 2);
		network.heal();
		const healing = performance.now();
		const answered = cutOff.count;
		await until('reports are answered', () => cutOff.count > answered + 5, HEALED_WITHIN);
		await healed(world);
		times.push(Math.round(performance.now() - healing));
		await compareAll(world, recount, [server, neighbour]);
	}
	tell('silent-database', {
		silences: SILENCES,
		'longest ms others waited': longest(waits),
		'longest ms to heal': longest(times),
		acknowledged: cutOff.count + others.count,
		'sent again': cutOff.retries
	});
}
