import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { Recount } from './recount.ts';
import { chance, long, longest, median, patience, rounds, tell } from './scale.ts';
import { compareAll, healed } from './verdict.ts';
import { World } from './world.ts';

const KILLS = rounds(3, 500);
const SCREENS = 10;
const FOCAL_POINTS = 20;
const COMPARE_EVERY = 10;

test(`${KILLS} kills of the server under load`, { timeout: patience }, async () => {
	const random = chance('kill-server');
	const world = await World.create();
	let server = await world.startServer();
	const port = { PORT: String(server.port) };
	const recount = new Recount(world);
	await world.openScreens(SCREENS, () => server.url);
	const load = await world.startLoad(FOCAL_POINTS, () => server.url, random);
	const help = await world.startHelp(() => server.url, random);

	const times: number[] = [];
	for (let kills = 0; kills < KILLS;) {
		await sleep(random.between(50, 400));
		// Sometimes again while everybody is coming back.
		const storm = Math.min(KILLS - kills, random.chance(0.3) ? random.whole(2, 3) : 1);
		for (let i = 0; i < storm; i++, kills++) {
			await server.kill();
			// Sometimes for so long that everybody has grown tired of trying.
			if (long && random.chance(0.02)) await sleep(random.between(4_000, 12_000));
			server = await world.startServer(port);
			if (i < storm - 1) await sleep(random.between(0, 500));
		}
		times.push(await healed(world));
		if (times.length % COMPARE_EVERY === 0) {
			await compareAll(world, recount, [server.url]);
			tell('kill-server so far', { kills, 'longest ms to heal': longest(times) });
		}
	}
	await compareAll(world, recount, [server.url]);
	tell('kill-server', {
		kills: KILLS,
		acknowledged: load.count,
		'sent again': load.retries,
		'answered again': load.again,
		...help.numbers,
		'acts answered again': recount.requests.again,
		'median ms to heal': median(times),
		'longest ms to heal': longest(times)
	});
	expect(load.retries, 'kills that hit a command on its way').toBeGreaterThan(0);
	expect(help.retries, 'kills that hit an act about a request').toBeGreaterThan(0);
});
