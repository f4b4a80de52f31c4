import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { CLEAR, startProxy } from '../harness/proxy.ts';
import { Recount } from './recount.ts';
import { chance, patience, rounds, tell } from './scale.ts';
import { compareAll, healed } from './verdict.ts';
import { World } from './world.ts';

const CUTS = rounds(50, 1000);
const SCREENS = 30;
/** How many cuts a second fall on all screens together. */
const RATE = 10;
const COMPARE_EVERY = 100;

test(`${CUTS} cuts across ${SCREENS} screens`, { timeout: patience }, async () => {
	const random = chance('cuts');
	const world = await World.create();
	const server = await world.startServer();
	const networks = await Promise.all(
		Array.from({ length: SCREENS }, () => startProxy(server.port))
	);
	onTestFinished(async () => {
		await Promise.all(networks.map((network) => network.close()));
	});
	const recount = new Recount(world);
	await world.openScreens(SCREENS, (i) => networks[i]?.url ?? '');
	const load = await world.startLoad(10, () => server.url, random);

	for (let cuts = 1; cuts <= CUTS; cuts++) {
		await sleep(random.between(0, 2000 / RATE));
		const connected = networks.filter((_, i) => world.screens[i]?.connected);
		const network = connected[random.whole(0, connected.length - 1)] ?? networks[0]!;
		// Each network has its own bad luck: slow, narrow, or one that says nothing before it breaks.
		network.weather.delay = random.chance(0.3) ? random.between(5, 150) : 0;
		network.weather.bandwidth = random.chance(0.3) ? random.between(20_000, 200_000) : Infinity;
		if (random.chance(0.2)) {
			network.blackhole();
			await sleep(random.between(0, 300));
			if (random.chance(0.5)) network.heal(); // late, and then cut in the middle of what was held back
		}
		network.cut();
		// Some are away for a while, some are back at once.
		void sleep(random.chance(0.5) ? 0 : random.between(0, 1500)).then(() => network.heal());
		if (cuts % COMPARE_EVERY === 0 || cuts === CUTS) {
			await sleep(1500);
			for (const { weather } of networks) Object.assign(weather, CLEAR);
			await healed(world);
			await compareAll(world, recount, [server.url]);
			tell('cuts so far', { cuts });
		}
	}
	const sum = (of: (screen: (typeof world.screens)[number]) => number) =>
		world.screens.reduce((total, screen) => total + of(screen), 0);
	const connections = sum((screen) => screen.connections);
	tell('cuts', {
		cuts: CUTS,
		acknowledged: load.count,
		'facts folded': sum(({ folded }) => folded),
		connections,
		gaps: sum(({ gaps }) => gaps),
		wholes: sum(({ wholes }) => wholes)
	});
	expect(connections, 'each cut made a screen come back').toBeGreaterThan(SCREENS + 0.9 * CUTS);
});
