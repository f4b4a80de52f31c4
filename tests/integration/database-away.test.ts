import { randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connect, type Connection } from '#lib/server/db/connect.ts';
import { startEmbedded, type Embedded } from '#lib/server/db/embedded.ts';
import { migrateUp } from '#lib/server/db/migrate.ts';
import { prepareCampaign, SLUG, type TestCampaign } from '../harness/campaign.ts';
import { Client, report, signIn, until } from '../harness/client.ts';
import { startServer, type TestProcess } from '../harness/server.ts';

// A PostgreSQL of its own: this test kills it.
let dataDir: string;
let postgres: Embedded;
let database: Connection;
let campaign: TestCampaign;
let server: TestProcess;

beforeAll(async () => {
	mkdirSync('.data', { recursive: true });
	dataDir = mkdtempSync(resolve('.data/away-'));
	postgres = await startEmbedded({ dataDir });
	database = connect(postgres.url, { max: 2, log: { error: () => undefined } });
	await migrateUp(database.db);
	campaign = await prepareCampaign(database);
	server = await startServer(postgres.url, { LOG_LEVEL: 'info' });
});
afterAll(async () => {
	await server.stop();
	await database.db.destroy();
	await postgres.stop();
	rmSync(dataDir, { recursive: true });
});

async function killPostgres(): Promise<void> {
	const client = new pg.Client({ connectionString: postgres.url });
	client.on('error', () => undefined);
	await client.connect();
	const text = await client.query<{ text: string }>(
		"select pg_read_file('postmaster.pid') as text"
	);
	process.kill(Number.parseInt(text.rows[0]?.text ?? ''), 'SIGKILL');
	await client.end().catch(() => undefined);
}

test('a database killed under load loses nothing acknowledged, and all go on within 5 s', async () => {
	const token = await signIn(server.url, 'leader', campaign.password);
	const screen = await new Client(server.url, token).connected();
	const { seq: start = 0 } = await screen.ask('join', { campaign: SLUG });
	const token2 = await signIn(server.url, 'commune-19330', campaign.password);
	const focal = await new Client(server.url, token2).connected();

	const acknowledged: string[] = [];
	const refusals = new Set<string>();
	let head = start;
	let stop = false;
	const load = (async () => {
		for (let amount = 1; !stop; amount++) {
			const id = randomUUID();
			const payload = { id, type: 'report.submit', input: report('19330', amount), campaign: SLUG };
			for (;;) {
				const answer = await focal.ask('command', payload);
				if (answer.ok) {
					acknowledged.push(id);
					head = answer.seq ?? head;
					break;
				}
				refusals.add(answer.error?.code ?? '');
				await new Promise((resolve) => setTimeout(resolve, 100));
			}
		}
	})();

	await until('some are acknowledged', () => acknowledged.length > 50);
	await killPostgres();
	const before = acknowledged.length;
	await until('commands are acknowledged again', () => acknowledged.length > before + 50, 8000);
	stop = true;
	await load;
	await until('the screen has them all', () => screen.heard.at(-1) === head, 5000);

	// While it was away, commands were told so and nothing else.
	expect([...refusals].filter((code) => code !== 'unavailable')).toEqual([]);
	expect(screen.heard).toEqual(Array.from({ length: head - start }, (_, i) => start + 1 + i));
	const stored = await database.db.selectFrom('report_revision').select('command_id').execute();
	expect(stored.map(({ command_id }) => command_id).sort()).toEqual(acknowledged.sort());
	const health = await fetch(`${server.url}/healthz`);
	expect(health.status).toBe(200);
	screen.close();
	focal.close();
});
