import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'vitest';
import type { Snapshot } from '#lib/protocol/snapshot.ts';
import { SLUG } from '../harness/campaign.ts';
import { until } from '../harness/client.ts';
import { differencesOfDays, differencesOfRequests, differencesOfSums } from './compare.ts';
import type { Recount } from './recount.ts';
import { long } from './scale.ts';
import type { World } from './world.ts';

/**
 * How long after healing a screen may be behind: 5 s (DESIGN, section 8). The short version runs beside
 * other tests on machines of all kinds, so it asks whether and not how fast.
 */
export const HEALED_WITHIN = long ? 5_000 : 20_000;

/**
 * Milliseconds until every screen has what the database held when it was healed, however fast it goes
 * on growing. @throws naming the screens that take longer than `HEALED_WITHIN`
 */
export async function healed(world: World): Promise<number> {
	const start = performance.now();
	const { screens } = world;
	const head = await headOf(world);
	const behind = () => screens.filter(({ seq }) => seq < head);
	await until('all screens', () => behind().length === 0, HEALED_WITHIN).catch(() => {
		const late = behind().map(({ state }) => state);
		throw new Error(
			`${late.length} of ${screens.length} screens are not at ${head} ` +
				`${HEALED_WITHIN} ms after healing: ${late.slice(0, 5).join('; ')}`
		);
	});
	return Math.round(performance.now() - start);
}

/** The database's own head; one that is on its way back is asked again. */
async function headOf(world: World): Promise<number> {
	for (const end = Date.now() + HEALED_WITHIN; ;) {
		try {
			return await world.head();
		} catch (error) {
			if (Date.now() > end) throw error;
			await sleep(50);
		}
	}
}

/**
 * Holds everybody and compares everything: what was acknowledged, tables, snapshots over HTTP (from every
 * address given), and every screen, with a recount from the revisions and from what was done about
 * requests. Then lets them go on.
 */
export async function compareAll(world: World, recount: Recount, urls: string[]): Promise<void> {
	const { screens, loads, helps, crowds } = world;
	await Promise.all(crowds.map((crowd) => crowd.hold()));
	for (const load of loads) await recount.find(load.take());
	for (const help of helps) await recount.requests.find(help.take());
	await recount.settle();
	await recount.requests.settle(helps.flatMap(({ lost }) => lost));
	const broken = [...recount.broken, ...recount.requests.broken];
	expect(broken.slice(0, 5), 'in the database').toEqual([]);
	for (const crowd of crowds) expect(crowd.refused.slice(0, 3), 'refused').toEqual([]);

	const token = await world.token('leader');
	for (const url of urls) {
		const snapshot = await snapshotAt(url, token, recount.seq);
		expect(snapshot.seq, `seq of the snapshot at ${url}`).toBe(recount.seq);
		expect(differencesOfDays(snapshot.units, recount).slice(0, 5)).toEqual([]);
		expect(differencesOfSums(snapshot, recount).slice(0, 5)).toEqual([]);
		const shown = differencesOfRequests(snapshot.requests, recount.requests);
		expect(shown.slice(0, 5)).toEqual([]);
	}
	const behind = () => screens.filter(({ seq }) => seq !== recount.seq).map(({ seq }) => seq);
	await until('all screens', () => behind().length === 0, HEALED_WITHIN).catch(() => undefined);
	expect(behind(), `screens that are not at ${recount.seq}`).toEqual([]);
	for (const [i, { board, broken }] of screens.entries()) {
		expect(broken.slice(0, 5), `facts of screen ${i}`).toEqual([]);
		const days = differencesOfDays(board?.board.units.values() ?? [], recount);
		const requests = board?.board.requests.values() ?? [];
		const shown = [...days, ...differencesOfRequests(requests, recount.requests)];
		expect(shown.slice(0, 5), `screen ${i}`).toEqual([]);
	}
	for (const crowd of crowds) crowd.goOn();
}

/** The snapshot a server gives, as soon as it has read the log up to `seq`. */
export async function snapshotAt(url: string, token: string, seq: number): Promise<Snapshot> {
	for (const end = Date.now() + HEALED_WITHIN; ;) {
		const response = await fetch(`${url}/api/v1/campaigns/${SLUG}/snapshot`, {
			headers: { authorization: `Bearer ${token}` }
		});
		const snapshot = (await response.json()) as Snapshot;
		if (snapshot.seq >= seq || Date.now() > end) return snapshot;
	}
}
