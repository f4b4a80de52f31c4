import { randomUUID } from 'node:crypto';
import { pino } from 'pino';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import { instantAt, millisecondsOf } from '#lib/campaign/calendar/calendar.ts';
import type { Fact } from '#lib/campaign/facts.ts';
import { factFor } from '#lib/campaign/who-may-know.ts';
import type { ClockSetting } from '#lib/campaign/campaign.ts';
import type { CampaignBoard } from '#lib/campaign/board.ts';
import type { CommandAnswer, CommandInput, CommandType } from '#lib/protocol/commands.ts';
import { snapshotOf, type Snapshot } from '#lib/protocol/snapshot.ts';
import type { SignedIn } from '#lib/server/auth/sessions.ts';
import { loadBoard } from '#lib/server/load-board.ts';
import { commands } from '#lib/server/features.ts';
import { setClock } from '#lib/server/campaigns/set-clock.ts';
import { CommandLimits } from '#lib/server/commands/limits.ts';
import { Refusals } from '#lib/server/commands/refusals.ts';
import { runCommand, type CommandServices } from '#lib/server/commands/run-command.ts';
import { connect } from '#lib/server/db/connect.ts';
import { Campaigns } from '#lib/server/log/campaigns.ts';
import type { CampaignLog } from '#lib/server/log/campaign-log.ts';
import { readFacts } from '#lib/server/log/read.ts';
import { RequestSweep } from '#lib/server/requests/sweep.ts';
import { createCampaign, SLUG, type TestCampaign } from './campaign.ts';
import type { Locale } from '#lib/server/problem.ts';
import type { TestDatabase } from './database.ts';

const ZONE = 'Asia/Ho_Chi_Minh';

/** A campaign whose commands run in the test's own process, without an entry point, and only look at time when told. */
export class Inside {
	readonly database: TestDatabase;
	readonly campaign: TestCampaign;
	readonly services: CommandServices;
	readonly sweep: RequestSweep;
	readonly #people: Map<string, SignedIn>;
	readonly #close: () => Promise<void>;

	constructor(
		database: TestDatabase,
		campaign: TestCampaign,
		{
			services,
			people,
			close
		}: { services: CommandServices; people: Map<string, SignedIn>; close: () => Promise<void> }
	) {
		this.database = database;
		this.campaign = campaign;
		this.services = services;
		this.sweep = new RequestSweep(services);
		this.#people = people;
		this.#close = close;
	}

	get log(): CampaignLog {
		const log = this.services.campaigns.get(SLUG);
		if (!log) throw new Error('the campaign is not loaded');
		return log;
	}

	get board(): CampaignBoard {
		return this.log.board;
	}

	/** Does what somebody asks for; the board has heard of it when the answer comes. */
	async give<Type extends CommandType>(
		username: string,
		type: Type,
		input: CommandInput<Type>,
		id: string = randomUUID(),
		locale: Locale = 'en'
	): Promise<CommandAnswer<Record<string, unknown>>> {
		const caller = { person: this.person(username), campaign: SLUG, locale };
		const payload = { id, type, input };
		const answer = (await runCommand(this.services, caller, payload)) as CommandAnswer<
			Record<string, unknown>
		>;
		// A fact of the clock's that came between is read from the log first.
		while (answer.ok && this.board.seq < answer.seq) await this.log.advance();
		return answer;
	}

	get usernames(): string[] {
		return [...this.#people.keys()];
	}

	/** Somebody as the server knows them; what is changed here is believed from then on. */
	person(username: string): SignedIn {
		const person = this.#people.get(username);
		if (!person) throw new Error(`nobody is called ${username}`);
		return person;
	}

	/** The clock stands still at a local date and time. */
	async at(date: string, time: string): Promise<void> {
		await this.atInstant(instantAt(date, millisecondsOf(time), ZONE));
	}

	async atInstant(instant: Date): Promise<void> {
		const shows = instant.toISOString();
		const set_at = new Date().toISOString();
		const clock: ClockSetting = { set_at, shows, seconds_per_day: 86_400, stops_at: shows };
		await setClock(this.database.db, this.campaign.id, clock);
		await this.log.advance();
	}

	/** The same for this process alone, and without a fact: for a test that looks at the time very often. */
	pretend(instant: Date): void {
		const shows = instant.toISOString();
		const clock = { set_at: shows, shows, seconds_per_day: 86_400, stops_at: shows };
		this.board.campaign.clock = clock;
	}

	/** Everything in the log after `seq`. */
	async facts(after = 0): Promise<Fact[]> {
		const facts = await readFacts(this.database.db, this.campaign.id, after, 1_000_000);
		const leader = { role: 'leader', unit: null };
		return facts.map((fact) => factFor(leader, fact, this.board.units) as Fact);
	}

	/** What was folded from the log, and what the tables say at the same fact. */
	async bothWays(): Promise<{ folded: Snapshot; stored: Snapshot }> {
		for (;;) {
			await this.log.advance();
			const board = await loadBoard(this.database.db, this.campaign.id);
			if (board.seq !== this.board.seq) continue; // a day was opened in between
			board.campaign.clock = this.board.campaign.clock;
			const now = this.log.now();
			return { folded: snapshotOf(this.board, now), stored: snapshotOf(board, now) };
		}
	}

	async leave(): Promise<void> {
		await this.#close();
		await this.database.drop();
	}
}

/**
 * A database of its own, on the campaign's first morning.
 * @param factor how many times the usual limits apply: a test does in seconds what people do in days
 */
export async function startInside(factor = 100): Promise<Inside> {
	const { database, campaign } = await createCampaign();
	const log = pino({ level: 'error' });
	const { db, pool } = connect(database.url, { max: 10, log });
	const campaigns = new Campaigns(db, database.url, log, loadBoard);
	await campaigns.start();
	const commandLimiter = new RateLimiterMemory({ points: 1_000_000, duration: 60 });
	const refusals = new Refusals(db, 1_000_000);
	const grants = await db
		.selectFrom('role_grant as g')
		.innerJoin('account as a', 'a.id', 'g.account_id')
		.select(['a.id', 'a.username', 'a.name_vi', 'a.name_en'])
		.select(['g.role', 'g.unit_code as unit', 'g.group_code as group'])
		.where('g.campaign_id', '=', campaign.id)
		.execute();
	const people = grants.map(({ id, username, name_vi, name_en, ...grant }): [string, SignedIn] => {
		const own = { campaign: SLUG, campaign_id: campaign.id, ...grant };
		const person = { account_id: id, session_id: username, username, name_vi, name_en };
		return [username, { ...person, grants: [own] }];
	});
	return new Inside(database, campaign, {
		services: {
			...{ db, pool, log, campaigns, commands, commandLimiter, refusals },
			limits: new CommandLimits(factor)
		},
		people: new Map(people),
		close: async () => {
			await campaigns.stop();
			await db.destroy();
		}
	});
}
