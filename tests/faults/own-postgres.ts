import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { onTestFinished } from 'vitest';
import { connect, type Connection } from '#lib/server/db/connect.ts';
import { startEmbedded } from '#lib/server/db/embedded.ts';
import { migrateUp } from '#lib/server/db/migrate.ts';
import { prepareCampaign } from '../harness/campaign.ts';

/** What dies: the first process, one connection's (PostgreSQL then ends all others), or all at once. */
export type Victim = 'postmaster' | 'backend' | 'all';

/** A PostgreSQL of the test's own, with a campaign in it, to be killed. */
export interface OwnPostgres extends Connection {
	url: string;
	port: number;
	/** Kills with SIGKILL; a postmaster that is gone is started again on the same port. */
	kill: (victim: Victim) => Promise<void>;
	/** Waits until it takes connections and answers. */
	answers: () => Promise<void>;
	/** A clean stop; with `start` it comes back with what it held, on whatever port. */
	stop: () => Promise<void>;
	start: () => Promise<number>;
}

export async function startOwnPostgres(): Promise<OwnPostgres> {
	mkdirSync('.data', { recursive: true });
	const dataDir = mkdtempSync(resolve('.data/faults-'));
	onTestFinished(() => rmSync(dataDir, { recursive: true }));
	let embedded = await startEmbedded({ dataDir });
	onTestFinished(() => embedded.stop());
	const connection = connect(embedded.url, { max: 4, log: { error: () => undefined } });
	onTestFinished(() => connection.db.destroy());
	await migrateUp(connection.db);
	await prepareCampaign(connection);
	const { url } = embedded;

	const ask = async (query: string): Promise<Record<string, unknown>[]> => {
		const client = new pg.Client({
			connectionString: embedded.adminUrl,
			connectionTimeoutMillis: 1000
		});
		client.on('error', () => undefined);
		try {
			await client.connect();
			return (await client.query<Record<string, unknown>>(query)).rows;
		} finally {
			await client.end().catch(() => undefined);
		}
	};
	return {
		...connection,
		url,
		port: Number(new URL(url).port),
		kill: async (victim) => {
			const [first] = await ask("select pg_read_file('postmaster.pid') as text");
			const others = await ask(`select pid from pg_stat_activity
				where application_name like 'tien-do%' and pid <> pg_backend_pid()`);
			const postmaster = Number.parseInt(String(first?.['text']));
			const backends = others.map(({ pid }) => Number(pid));
			const victims = {
				postmaster: [postmaster],
				backend: backends.slice(0, 1),
				all: [postmaster, ...backends]
			};
			for (const pid of victims[victim]) {
				try {
					process.kill(pid, 'SIGKILL');
				} catch {
					// gone by itself meanwhile
				}
			}
			await sleep(20);
		},
		answers: async () => {
			for (const end = Date.now() + 30_000; ;) {
				try {
					return void (await ask('select 1'));
				} catch (error) {
					if (Date.now() > end) throw error;
					await sleep(20);
				}
			}
		},
		stop: () => embedded.stop(),
		start: async () => {
			embedded = await startEmbedded({ dataDir });
			return Number(new URL(embedded.url).port);
		}
	};
}
