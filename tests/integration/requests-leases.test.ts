import { execFileSync } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { instantAt, millisecondsOf } from '#lib/campaign/calendar/calendar.ts';
import { USUAL_RULES } from '#lib/campaign/campaigns/rules.ts';
import { loadBoard } from '#lib/server/load-board.ts';
import { setClock } from '#lib/server/campaigns/set-clock.ts';
import { readFacts } from '#lib/server/log/read.ts';
import { createCampaign, type TestCampaign } from '../harness/campaign.ts';
import { Client, signIn, until } from '../harness/client.ts';
import type { TestDatabase } from '../harness/database.ts';
import { startServer, type TestProcess } from '../harness/server.ts';

const WORKERS = 3;
/** A second is ten minutes: a claim lasts twelve of them. */
const SECONDS_PER_DAY = 144;
const MINUTE = 60_000;

let database: TestDatabase;
let campaign: TestCampaign;
let server: TestProcess;
beforeAll(async () => {
	({ database, campaign } = await createCampaign());
	// The evening is an hour of service here, so that the claims end before the night.
	await database.db
		.updateTable('campaign')
		.set({ quiet_from: '03:00', quiet_to: '05:00' })
		.execute();
	server = await startServer(database.url, { WORKERS: String(WORKERS) });
});
afterAll(async () => {
	await server.stop();
	await database.drop();
});

interface Event {
	kind: string;
	/** Campaign time. */
	at: number;
	until: number;
}
async function lifeOf(number: number): Promise<Event[]> {
	const facts = await readFacts(database.db, campaign.id, 0, 100_000);
	return facts.flatMap(({ kind, at, data }) =>
		'request' in data && data.request.number === number && kind !== 'request.escalated'
			? [
					{
						kind: kind.slice('request.'.length),
						at: Date.parse(at),
						until: Date.parse(data.request.holder?.until ?? at)
					}
				]
			: []
	);
}
const kindsOf = async (number: number) => (await lifeOf(number)).map(({ kind }) => kind);

/** Ends one worker after the other, without a goodbye; each is replaced. */
async function killWorkers(signal: AbortSignal): Promise<number> {
	let killed = 0;
	while (!signal.aborted) {
		await sleep(2500, undefined, { signal }).catch(() => undefined);
		if (signal.aborted) break;
		const pids = execFileSync('pgrep', ['-P', String(server.pid)], { encoding: 'utf8' });
		const [oldest, ...others] = pids.trim().split('\n').map(Number);
		if (!oldest || others.length === 0) continue; // on a slow machine the last one killed is not replaced yet
		process.kill(oldest, 'SIGKILL');
		killed++;
	}
	return killed;
}

test('claims are warned, kept, freed and tied to a visit by the server alone, while processes die', async () => {
	const token = await signIn(server.url, 'group-1', campaign.password);
	const group = await new Client(server.url, token).connected();
	const shows = instantAt('2025-03-05', millisecondsOf('21:00'), 'Asia/Ho_Chi_Minh');
	const ends = instantAt('2025-03-05', millisecondsOf('24:00'), 'Asia/Ho_Chi_Minh').getTime();
	await database.db
		.insertInto('visit')
		.values({
			...{ campaign_id: campaign.id, number: 1, group_code: 'group-1', unit_code: '19678' },
			...{ from_date: '2025-03-05', to_date: '2025-03-05', state: 'on_site', at: shows }
		})
		.execute();
	const raise = async (unit: string) => {
		const about = { kind: 'other', severity: 'minor', title: 'Cần giúp' };
		const { result } = await group.command('request.raise', { unit, ...about });
		return Number(result?.['request']);
	};
	const [left, kept, tied] = [await raise('19330'), await raise('19333'), await raise('19678')];
	const set_at = new Date().toISOString();
	await setClock(database.db, campaign.id, {
		...{ set_at, shows: shows.toISOString(), seconds_per_day: SECONDS_PER_DAY }
	});
	await until('the clock is set', async () => {
		const { seq } = await loadBoard(database.db, campaign.id);
		return ((await group.ask('join', { campaign: 'quang-tri-2025' })).seq ?? 0) >= seq;
	});
	for (const request of [left, kept, tied]) {
		expect(await group.command('request.claim', { request })).toMatchObject({ ok: true });
	}
	group.close(); // nobody looks

	const stop = new AbortController();
	const killing = killWorkers(stop.signal);
	await until(
		'the holder is warned',
		async () => (await kindsOf(kept)).includes('lease_ending'),
		60_000
	);
	const again = new Client(server.url, token); // it may meet a worker that dies, and tries again
	await until('one tap keeps it', async () => {
		const answer = await again.command('request.extend', { request: kept }).catch(() => null);
		return answer?.ok ?? false;
	});
	again.close();
	await until('it is freed', async () => (await kindsOf(left)).includes('expired'), 30_000);
	await until('the visit is over', async () => (await kindsOf(tied)).includes('expired'), 30_000);
	stop.abort();
	expect(await killing).toBeGreaterThan(2);

	expect(await kindsOf(left)).toEqual(['raised', 'claimed', 'lease_ending', 'expired']);
	const [, claimed, warned, freed] = (await lifeOf(left)) as [Event, Event, Event, Event];
	expect(claimed.until - claimed.at).toBe(USUAL_RULES.lease * MINUTE);
	expect(warned.at).toBeGreaterThanOrEqual(claimed.until - USUAL_RULES.lease_warning * MINUTE);
	expect(warned.until - warned.at).toBeGreaterThanOrEqual((USUAL_RULES.lease_warning - 1) * MINUTE);
	expect(freed.at).toBeGreaterThanOrEqual(warned.until);

	const [, , , extended] = (await lifeOf(kept)) as [Event, Event, Event, Event];
	expect(extended).toMatchObject({ kind: 'extended' });
	expect(extended.until).toBeGreaterThan(claimed.until);

	const [, bound] = (await lifeOf(tied)) as [Event, Event];
	expect(bound.until).toBe(ends);
	const freedAfter = (await lifeOf(tied)).find(({ kind }) => kind === 'expired');
	expect(freedAfter?.at).toBeGreaterThanOrEqual(ends);
});
