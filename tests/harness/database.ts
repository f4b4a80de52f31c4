import { randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { DemoAccount } from '#lib/server/auth/demo-accounts.ts';
import { connect, type Connection } from '#lib/server/db/connect.ts';

/** Where tests get their databases; plain data, so it can be handed to another process. */
export interface TestServer {
	/** Of the database `postgres`: to create and drop others, nothing else. */
	adminUrl: string;
	/** As whom databases are used: their owner, who may do no more than the application may. */
	ownerUrl: string;
	/** A migrated database that takes no connections, so it can be copied at any time. */
	template: string;
	/** Another such, with the campaign and its accounts in it. */
	campaign: { template: string; id: number; accounts: DemoAccount[] };
}

export interface TestDatabase extends Connection {
	url: string;
	/** Closes the pool and removes the database. */
	drop: () => Promise<void>;
}

declare module 'vitest' {
	interface ProvidedContext {
		testServer: TestServer;
	}
}

/**
 * A migrated database of its own, a few milliseconds away. Without an argument it comes from the
 * server that vitest's global setup prepared; elsewhere (Playwright) hand in a prepared one.
 */
export async function createTestDatabase(
	server?: Pick<TestServer, 'adminUrl' | 'ownerUrl' | 'template'>
): Promise<TestDatabase> {
	const { adminUrl, ownerUrl, template } = server ?? (await import('vitest')).inject('testServer');
	const name = `${template.replace(/_[a-z]+$/, '')}_${randomInt(2 ** 47).toString(36)}`;
	await asAdmin(adminUrl, async (admin) => {
		for (let tries = 50; ; tries--) {
			try {
				return void (await admin.query(
					`create database ${name} template ${template} owner ${ownerOf(ownerUrl)}`
				));
			} catch (error) {
				// autovacuum may be looking at the template
				if ((error as pg.DatabaseError).code !== '55006' || tries === 0) throw error;
				await sleep(100);
			}
		}
	});
	const url = withDatabase(ownerUrl, name);
	const connection = connect(url, { applicationName: name });
	return {
		...connection,
		url,
		drop: async () => {
			await connection.db.destroy();
			await asAdmin(adminUrl, (admin) =>
				admin.query(`drop database if exists ${name} with (force)`)
			);
		}
	};
}

async function asAdmin<T>(url: string, work: (admin: pg.Client) => Promise<T>): Promise<T> {
	const admin = new pg.Client({ connectionString: url });
	await admin.connect();
	try {
		return await work(admin);
	} finally {
		await admin.end();
	}
}

export const ownerOf = (url: string) =>
	pg.escapeIdentifier(decodeURIComponent(new URL(url).username));

/** The address of another database of the same server. */
export function withDatabase(url: string, name: string): string {
	const changed = new URL(url);
	changed.pathname = `/${name}`;
	return changed.href;
}
