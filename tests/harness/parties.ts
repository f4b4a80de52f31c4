import { randomUUID } from 'node:crypto';
import { snapshotOf, type Snapshot } from '#lib/protocol/snapshot.ts';
import type { CommandInput, CommandType } from '#lib/protocol/commands.ts';
import { instantAt, millisecondsOf } from '#lib/campaign/calendar/calendar.ts';
import { loadBoard } from '#lib/server/load-board.ts';
import { setClock } from '#lib/server/campaigns/set-clock.ts';
import type { DayReport } from '#lib/campaign/board.ts';
import type { ClockSetting } from '#lib/campaign/campaign.ts';
import type { DayHistory } from '#lib/protocol/report-history.ts';
import { createCampaign, SLUG, type TestCampaign } from './campaign.ts';
import { until, type WireAnswer } from './client.ts';
import type { TestDatabase } from './database.ts';
import { startServer, type TestProcess } from './server.ts';
import { openSessions } from './sessions.ts';

const ZONE = 'Asia/Ho_Chi_Minh';

/** The people of a campaign at a server's HTTP entry point, and what they agree on: its time and its state. */
export class Parties {
	readonly server: TestProcess;
	readonly database: TestDatabase;
	readonly campaign: TestCampaign;
	readonly #tokens = new Map<string, Promise<string>>();

	constructor(server: TestProcess, database: TestDatabase, campaign: TestCampaign) {
		this.server = server;
		this.database = database;
		this.campaign = campaign;
	}

	async give<Type extends CommandType>(
		username: string,
		type: Type,
		input: CommandInput<Type>,
		id: string = randomUUID()
	): Promise<WireAnswer> {
		const response = await fetch(`${this.server.url}/api/v1/campaigns/${SLUG}/commands`, {
			method: 'POST',
			headers: { ...(await this.#signed(username)), 'content-type': 'application/json' },
			body: JSON.stringify({ id, type, input })
		});
		return (await response.json()) as WireAnswer;
	}

	/** Reads a path under the campaign. */
	async read<T>(username: string, path: string): Promise<{ status: number; body: T }> {
		const response = await fetch(`${this.server.url}/api/v1/campaigns/${SLUG}/${path}`, {
			headers: await this.#signed(username)
		});
		return { status: response.status, body: (await response.json()) as T };
	}

	/** Sets the campaign's clock to a local date and time; it runs on from there, or stands still. */
	async setTime(date: string, time: string, still = false): Promise<void> {
		const shows = instantAt(date, millisecondsOf(time), ZONE).toISOString();
		const set_at = new Date().toISOString();
		const clock: ClockSetting = { set_at, shows, seconds_per_day: 86_400 };
		if (still) clock.stops_at = shows;
		await setClock(this.database.db, this.campaign.id, clock);
		await this.settled();
	}

	/** A commune's day on the server's board. */
	async onBoard(unit: string, date: string): Promise<DayReport | undefined> {
		const { units } = await this.settled();
		return units.find(({ code }) => code === unit)?.days?.[date];
	}

	/** Everything that happened to a commune's day, as a coordinator reads it. */
	async historyOf(unit: string, date: string): Promise<DayHistory> {
		return (await this.read<DayHistory>('coordinator', `reports/${unit}/${date}`)).body;
	}

	/** Waits until the server has read the whole log, and answers its snapshot. */
	async settled(): Promise<Snapshot> {
		let snapshot: Snapshot | undefined;
		await until('the server is at the head of the log', async () => {
			const { seq } = await loadBoard(this.database.db, this.campaign.id);
			({ body: snapshot } = await this.read<Snapshot>('leader', 'snapshot'));
			return snapshot.seq === seq;
		});
		return snapshot!;
	}

	/** What the server folded from the log, and what its tables say at the same fact. */
	async bothWays(): Promise<{ folded: Snapshot; stored: Snapshot }> {
		for (;;) {
			const folded = await this.settled();
			const board = await loadBoard(this.database.db, this.campaign.id);
			if (board.seq !== folded.seq) continue; // a day was opened in between
			const stored = snapshotOf(board, new Date(folded.as_of));
			return { folded, stored: JSON.parse(JSON.stringify(stored)) as Snapshot };
		}
	}

	/** Ends the server and drops the database. */
	async leave(): Promise<void> {
		await this.server.stop();
		await this.database.drop();
	}

	async #signed(username: string): Promise<{ authorization: string }> {
		let token = this.#tokens.get(username);
		if (!token) {
			token = openSessions(this.database, [username]).then(([own = '']) => own);
			this.#tokens.set(username, token);
		}
		return { authorization: `Bearer ${await token}` };
	}
}

/** A server and a database of their own, on the campaign's first morning. */
export async function startParties(environment: Record<string, string> = {}): Promise<Parties> {
	const { database, campaign } = await createCampaign();
	return new Parties(await startServer(database.url, environment), database, campaign);
}

/** A day's figures as they are sent: 'birth cases' → 52. */
export function day(
	unit: string,
	date: string,
	fields: Record<string, number>,
	base_revision = 0
): CommandInput<'report.submit'> {
	const lines = Object.entries(fields).map(([field, amount]) => {
		const [category = '', measure = ''] = field.split(' ');
		return { category, measure, amount };
	});
	return { unit, date, lines, base_revision };
}
