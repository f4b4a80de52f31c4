import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connect } from '#lib/server/db/connect.ts';
import { createCampaign, SLUG, type TestCampaign } from '../harness/campaign.ts';
import { Client, report, signIn, until } from '../harness/client.ts';
import type { TestDatabase } from '../harness/database.ts';
import { hasPgBouncer, startPgBouncer, type PgBouncer } from '../harness/pgbouncer.ts';
import { startServer, type TestProcess } from '../harness/server.ts';

if (!hasPgBouncer) console.warn('PgBouncer is not installed: its tests are skipped.');

describe.skipIf(!hasPgBouncer)('behind PgBouncer as it comes', () => {
	let database: TestDatabase;
	let campaign: TestCampaign;
	let bouncer: PgBouncer;
	let servers: Record<'transaction' | 'session', TestProcess>;

	beforeAll(async () => {
		({ database, campaign } = await createCampaign());
		bouncer = await startPgBouncer(database.url);
		const [transaction, session] = await Promise.all([
			startServer(bouncer.transaction, { DATABASE_DIRECT_URL: database.url }),
			startServer(bouncer.session)
		]);
		servers = { transaction, session };
	});
	afterAll(async () => {
		await Promise.all(Object.values(servers).map((server) => server.stop()));
		await bouncer.stop();
		await database.drop();
	});

	test.each([
		['transaction', ['19330', '19333', '19336', '19339', '19342']],
		['session', ['19345', '19348', '19351', '19354', '19357']]
	] as const)(
		'in %s mode every command is done, whichever server connection it reaches',
		async (mode, communes) => {
			const { url } = servers[mode];
			const clients = await Promise.all(
				communes.map(async (unit) => {
					const token = await signIn(url, `commune-${unit}`, campaign.password);
					return { unit, client: await new Client(url, token).connected() };
				})
			);
			const refusals: unknown[] = [];
			const send = async ({ unit, client }: (typeof clients)[number]) => {
				for (let amount = 1; amount <= 20; amount++) {
					const answer = await client.ask('command', {
						...{ id: crypto.randomUUID(), type: 'report.submit', campaign: SLUG },
						input: report(unit, amount)
					});
					if (!answer.ok) refusals.push(answer.error);
				}
			};
			await Promise.all(clients.map(send));
			expect(refusals).toEqual([]);
			for (const { client } of clients) client.close();
		}
	);

	test('what one server takes is seen on the screens of the other at once, without the poll', async () => {
		const token = await signIn(servers.transaction.url, 'leader', campaign.password);
		const screen = await new Client(servers.transaction.url, token).connected();
		await screen.ask('join', { campaign: SLUG });
		const sender = await signIn(servers.session.url, 'commune-19360', campaign.password);
		const client = await new Client(servers.session.url, sender).connected();
		const waits: number[] = [];
		for (let amount = 1; amount <= 7; amount++) {
			const payload = { id: crypto.randomUUID(), type: 'report.submit', campaign: SLUG };
			const { seq = -1 } = await client.ask('command', {
				...payload,
				input: report('19360', amount)
			});
			const since = performance.now();
			await until('the screen has it', () => screen.heard.includes(seq));
			waits.push(performance.now() - since);
		}
		// A poll alone would take half a second in the middle.
		expect(waits.sort((a, b) => a - b)[3]).toBeLessThan(300);
		screen.close();
		client.close();
	});

	test('limits hold inside a transaction and are left to nobody', async () => {
		const options = { max: 1, statementTimeout: 700, answerWithin: 5_000 };
		const { db } = connect(bouncer.transaction, options);
		const slow = db.transaction().execute((tx) => sql`select pg_sleep(3)`.execute(tx));
		await expect(slow).rejects.toMatchObject({ code: '57014' });
		const { rows } = await sql<{ patience: string }>`
			select current_setting('statement_timeout') as patience`.execute(db);
		expect(rows).toEqual([{ patience: '0' }]);
		await db.destroy();
	});
});
