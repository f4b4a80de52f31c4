import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { until } from '../harness/client.ts';
import { startProxy } from '../harness/proxy.ts';
import { startOwnPostgres, type OwnPostgres, type Victim } from './own-postgres.ts';
import { Recount } from './recount.ts';
import { chance, longest, median, patience, rounds, tell } from './scale.ts';
import { compareAll, healed, HEALED_WITHIN } from './verdict.ts';
import { World } from './world.ts';

const KILLS = rounds(3, 50);
const MOVES = rounds(0, 5);
const VICTIMS: Victim[] = ['postmaster', 'backend', 'all'];
const COMPARE_EVERY = 5;

test(
	`${KILLS} kills and ${MOVES} moves of the database under load`,
	{ timeout: patience },
	async () => {
		const random = chance('kill-database');
		const postgres = await startOwnPostgres();
		const world = await World.create(postgres);
		const { network, url } = await addressOf(postgres);
		const server = await world.startServer({}, url);
		const recount = new Recount(world);
		await world.openScreens(10, () => server.url);
		const load = await world.startLoad(20, () => server.url, random);
		const help = await world.startHelp(() => server.url, random);

		const outages: number[] = [];
		const times: number[] = [];
		for (let round = 1; round <= KILLS + MOVES; round++) {
			await sleep(random.between(100, 700));
			const died = performance.now();
			if (round <= KILLS) {
				await postgres.kill(VICTIMS[(round + random.whole(0, 1)) % VICTIMS.length] ?? 'all');
				await postgres.answers();
			} else {
				// As in a failover: the same address, another process with the same state behind it.
				network.cut();
				await postgres.stop();
				await sleep(random.between(0, 6000));
				network.targets = [await postgres.start()];
				network.heal();
			}
			const back = performance.now();
			outages.push(Math.round(back - died));
			// The screens may have been there all along: reports must come through again, too.
			const before = load.count;
			await healed(world);
			await until('reports are answered', () => load.count > before + 5, HEALED_WITHIN);
			times.push(Math.round(performance.now() - back));
			expect(times.at(-1), 'ms until reports reached all screens again').toBeLessThan(
				HEALED_WITHIN
			);
			if (round % COMPARE_EVERY === 0 || round === KILLS + MOVES) {
				await compareAll(world, recount, [server.url]);
				tell('kill-database so far', { round, 'longest ms to heal': longest(times) });
			}
		}
		tell('kill-database', {
			kills: KILLS,
			moves: MOVES,
			acknowledged: load.count,
			'sent again': load.retries,
			'answered again': load.again,
			...help.numbers,
			'acts answered again': recount.requests.again,
			'longest ms away': longest(outages),
			'median ms to heal': median(times),
			'longest ms to heal': longest(times)
		});
		expect(load.retries, 'kills that hit a command on its way').toBeGreaterThan(0);
		expect(help.retries, 'kills that hit an act about a request').toBeGreaterThan(0);
	}
);

/** An address that stays while what is behind it changes. */
async function addressOf({ port, url }: OwnPostgres) {
	const network = await startProxy(port);
	onTestFinished(() => network.close());
	const moved = new URL(url);
	moved.port = String(network.port);
	return { network, url: moved.href };
}
