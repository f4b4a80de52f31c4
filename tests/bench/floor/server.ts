import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import pg from 'pg';
import { Server } from 'socket.io';
import { serveCalls } from '../remote.ts';
import { COMMIT, totals, type FloorReport } from './commit.ts';

/**
 * The floor: the least a program with these parts can do. It commits what it is handed, answers, and
 * broadcasts each report by itself. No sign-in, no checks, no board, no resume, nothing twice prevented.
 */
const calls = {
	async listen({ url, pool: max, campaignId }: { url: string; pool: number; campaignId: number }) {
		const pool = new pg.Pool({ connectionString: url, max });
		pool.on('error', () => undefined);
		const http = createServer();
		const io = new Server(http, { serveClient: false });
		io.on('connection', (socket) => {
			socket.on('join', (_: object, answer: (reply: object) => void) => {
				void socket.join('screens');
				answer({ ok: true });
			});
			socket.on('command', (command: Command, answer: (reply: object) => void) => {
				commit(pool, campaignId, command).then(
					({ fact, revision }) => {
						const { seq } = fact;
						answer({ ok: true, seq, result: { revision } });
						const frame = { campaign: command.campaign, from: seq, to: seq, facts: [fact] };
						io.to('screens').emit('frame', frame);
					},
					(error: Error) => answer({ ok: false, error: error.message })
				);
			});
		});
		await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
		return (http.address() as AddressInfo).port;
	}
};
export type FloorCalls = typeof calls;

interface Command {
	id: string;
	campaign: string;
	input: FloorReport;
}

async function commit(pool: pg.Pool, campaignId: number, { id, input }: Command) {
	const { unit, date, lines, base_revision, device_time } = input;
	const at = new Date();
	const receipt = id.slice(0, 6).toUpperCase();
	const amounts = totals(lines);
	const revision = base_revision + 1;
	const actor = `commune-${unit}`;
	const data = {
		...{ unit, date, revision, base_revision, amounts, receipt, timely: true, device_time }
	};
	const { rows } = await pool.query<{ seq: number; revision: number }>(COMMIT, [
		...[campaignId, unit, date, receipt, at, JSON.stringify(lines), id, 1, device_time],
		Buffer.alloc(32),
		JSON.stringify({ revision, receipt, received_at: at, timely: true, amounts }),
		actor,
		JSON.stringify(data)
	]);
	const [row] = rows;
	if (!row) throw new Error('nothing was written');
	const fact = { seq: row.seq, at: at.toISOString(), kind: 'report.submitted', actor, data };
	return { fact, revision: row.revision };
}

serveCalls(calls);
