import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { report, until } from '../harness/client.ts';
import { startProxy } from '../harness/proxy.ts';
import type { TestProcess } from '../harness/server.ts';
import { Recount } from './recount.ts';
import { chance, longest, median, patience, rounds, tell } from './scale.ts';
import { sendByHttp } from './send.ts';
import { compareAll, healed, HEALED_WITHIN } from './verdict.ts';
import { World } from './world.ts';

const PROCESSES = 4;
const KILLS = rounds(1, 60);
const COMPARE_EVERY = 10;

test(
	`${PROCESSES} processes on one database, ${KILLS} of them killed`,
	{ timeout: patience },
	async () => {
		const random = chance('many-processes');
		const world = await World.create();
		const servers: TestProcess[] = await Promise.all(
			Array.from({ length: PROCESSES }, () => world.startServer())
		);
		const urls = servers.map(({ url }) => url);
		const balancer = await startProxy(...servers.map(({ port }) => port));
		onTestFinished(() => balancer.close());
		const direct = await world.openScreens(PROCESSES, (i) => urls[i] ?? '');
		await world.openScreens(8, () => balancer.url);

		// A report through any reaches the screens on all.
		const token = await world.token('commune-19330');
		for (const [i, url] of urls.entries()) {
			const input = report('19330', i);
			const answer = await sendByHttp(url, token, {
				id: random.uuid(),
				type: 'report.submit',
				input
			});
			if (!answer.ok) throw new Error(JSON.stringify(answer));
			await until(
				'all screens',
				() => world.screens.every(({ seq }) => seq >= answer.seq),
				HEALED_WITHIN
			);
		}
		// The screens that can go nowhere else are of no use from here on.
		for (const screen of direct) screen.close();
		world.screens.splice(0, PROCESSES);

		const recount = new Recount(world);
		const load = await world.startLoad(12, () => balancer.url, random);
		// Whoever wants the same request asks another process for it.
		const help = await world.startHelp((i) => urls[i % PROCESSES] ?? '', random);
		const times: number[] = [];
		for (let kill = 1; kill <= KILLS; kill++) {
			await sleep(random.between(100, 800));
			const victim = random.whole(0, PROCESSES - 1);
			const killed = performance.now();
			await servers[victim]?.kill();
			await until(
				'all screens are on another',
				() => world.screens.every(({ connected }) => connected),
				HEALED_WITHIN
			);
			await healed(world);
			times.push(Math.round(performance.now() - killed));
			const environment = { PORT: String(servers[victim]?.port) };
			servers[victim] = await world.startServer(environment);
			if (kill % COMPARE_EVERY === 0 || kill === KILLS) {
				await compareAll(world, recount, urls);
				tell('many-processes so far', { kills: kill, 'longest ms to heal': longest(times) });
			}
		}
		tell('many-processes', {
			kills: KILLS,
			acknowledged: load.count,
			'sent again': load.retries,
			'answered again': load.again,
			...help.numbers,
			'acts answered again': recount.requests.again,
			'median ms to heal': median(times),
			'longest ms to heal': longest(times)
		});
		expect(help.lost.length, 'claims that found another first').toBeGreaterThan(0);
	}
);
