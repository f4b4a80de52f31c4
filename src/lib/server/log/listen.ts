import pg from 'pg';
import type { Logger } from 'pino';
import { isOwnConnection } from '../db/pooler.ts';
import { LOG_CHANNEL } from './append.ts';

const ASK_EVERY = 5_000;
const ANSWER_WITHIN = 3_000;
const RETRY_AFTER = 1_000;

/**
 * Hears which campaigns' logs grew, on a connection of its own. A half-open connection says nothing, so
 * it is asked every few seconds and replaced when it does not answer. The poll stands behind it.
 * @returns how to stop listening
 */
export function listenToLog(
	databaseUrl: string,
	log: Logger,
	heard: (campaignId: number, by: string) => void
): () => Promise<void> {
	let stopped = false;
	let client: pg.Client | null = null;
	let timer: NodeJS.Timeout | undefined;
	let warned = false;

	/** A pooler lends connections: by transaction, what is listened to with one is heard by somebody else. */
	const look = async (fresh: pg.Client) => {
		const { rows } = await fresh.query<{ own: boolean }>(`select ${isOwnConnection(fresh)} as own`);
		if (rows[0]?.own || warned) return;
		warned = true;
		log.warn(
			'The log is listened to through a pooler of connections: what other processes do may be seen up to a second late. DATABASE_DIRECT_URL names an address without it.'
		);
	};
	const retry = (error: unknown) => {
		if (stopped) return;
		log.debug({ err: error }, 'listening to the log failed, trying again');
		const lost = client;
		client = null;
		void lost?.end().catch(() => undefined);
		clearTimeout(timer);
		timer = setTimeout(connect, RETRY_AFTER);
	};
	const ask = () => {
		timer = setTimeout(() => {
			const asked = client;
			asked?.query('select 1').then(ask, (error: unknown) => {
				if (asked === client) retry(error);
			});
		}, ASK_EVERY);
	};
	const connect = () => {
		if (stopped) return;
		const fresh = new pg.Client({
			connectionString: databaseUrl,
			application_name: 'tien-do listen',
			connectionTimeoutMillis: ANSWER_WITHIN,
			query_timeout: ANSWER_WITHIN,
			keepAlive: true
		});
		client = fresh;
		fresh.on('error', (error) => {
			if (fresh === client) retry(error);
		});
		fresh.on('notification', ({ payload = '' }) => {
			const [campaignId, by = ''] = payload.split(' ');
			heard(Number(campaignId), by);
		});
		fresh
			.connect()
			.then(() => look(fresh))
			.then(() => fresh.query(`listen ${LOG_CHANNEL}`))
			.then(ask, (error: unknown) => {
				if (fresh === client) retry(error);
			});
	};
	connect();
	return async () => {
		stopped = true;
		clearTimeout(timer);
		await client?.end().catch(() => undefined);
	};
}
