import { setClock } from '#lib/server/campaigns/set-clock.ts';
import { createSession } from '#lib/server/auth/sessions.ts';
import type { Role } from '#lib/protocol/people.ts';
import type { Connection } from '#lib/server/db/connect.ts';
import type { Random } from '#lib/simulation/random.ts';
import { onTestFinished } from 'vitest';
import { createCampaign, SLUG } from '../harness/campaign.ts';
import { startServer, type TestProcess } from '../harness/server.ts';
import { Help } from './help.ts';
import { Load } from './load.ts';
import { Screen } from './screen.ts';

/** Campaign time at which worlds begin: on the third day, when all three can be reported. */
const MORNING = '2025-03-03T08:00:00+07:00';

/** A campaign in a database, servers on it and people before them; gone when the test is. */
export class World {
	readonly db: Connection['db'];
	/** Where servers find the database. */
	readonly url: string;
	readonly campaign: { id: number };
	readonly screens: Screen[] = [];
	readonly loads: Load[] = [];
	readonly helps: Help[] = [];
	/** Campaign time less real time, in milliseconds. */
	#ahead = 0;

	private constructor({ db, url }: Connection & { url: string }, campaign: { id: number }) {
		this.db = db;
		this.url = url;
		this.campaign = campaign;
	}

	/** @param database with a campaign; a copy of the run's own unless the test brings one to break */
	static async create(database?: Connection & { url: string }): Promise<World> {
		let given = database;
		if (!given) {
			const { database: fresh } = await createCampaign();
			given = fresh;
			onTestFinished(() => fresh.drop());
		}
		const campaign = await given.db
			.selectFrom('campaign')
			.select('id')
			.where('slug', '=', SLUG)
			.executeTakeFirstOrThrow();
		const world = new World(given, campaign);
		onTestFinished(() => world.#close());
		await world.setTime(MORNING);
		return world;
	}

	/** A server process; the test may kill it. */
	async startServer(environment?: Record<string, string>, url = this.url): Promise<TestProcess> {
		// A few people here do what a whole province does in a day.
		const server = await startServer(url, { LIMIT_FACTOR: '1000', ...environment });
		onTestFinished(() => server.kill());
		return server;
	}

	/** Sets the campaign's clock, which runs at the speed of life. */
	async setTime(shows: string): Promise<void> {
		this.#ahead = Date.parse(shows) - Date.now();
		const clock = { set_at: new Date().toISOString(), shows, seconds_per_day: 86_400 };
		await setClock(this.db, this.campaign.id, clock);
	}

	/** The number of the newest fact. */
	async head(): Promise<number> {
		const { head_seq } = await this.db
			.selectFrom('campaign')
			.select('head_seq')
			.where('id', '=', this.campaign.id)
			.executeTakeFirstOrThrow();
		return head_seq;
	}

	/** What the campaign's clock shows at a moment of real time, ISO. */
	campaignTime(at: number): string {
		return new Date(at + this.#ahead).toISOString();
	}

	/** The codes of all communes. */
	async communes(): Promise<string[]> {
		const units = await this.db
			.selectFrom('unit')
			.select('code')
			.where('campaign_id', '=', this.campaign.id)
			.where('level', '=', 'commune')
			.orderBy('position')
			.execute();
		return units.map(({ code }) => code);
	}

	/** A session as a sign-in makes it, without the work of checking a password. */
	async token(username: string): Promise<string> {
		const { id } = await this.db
			.selectFrom('account')
			.select('id')
			.where('username', '=', username)
			.executeTakeFirstOrThrow();
		return (await createSession(this.db, id, new Date())).token;
	}

	/** Screens of the leader, each at the address it is given, joined. */
	async openScreens(count: number, address: (index: number) => string): Promise<Screen[]> {
		const token = await this.token('leader');
		const screens = Array.from({ length: count }, (_, i) => new Screen(address(i), token));
		this.screens.push(...screens);
		await Promise.all(screens.map((screen) => screen.joined()));
		return screens;
	}

	/** Focal points of as many communes, who begin to report at once. */
	async startLoad(
		count: number,
		address: (index: number) => string,
		random: Random,
		pause?: number
	): Promise<Load> {
		const people = await this.#granted('focal_point', count);
		const phones = await Promise.all(
			people.map(async ({ username, unit }, i) => {
				return { url: address(i), token: await this.token(username), unit: unit ?? '' };
			})
		);
		const load = new Load(phones, random, (at) => this.campaignTime(at), pause);
		this.loads.push(load);
		return load;
	}

	/** Three communes that ask for help and three groups of three that give it, who begin at once. */
	async startHelp(address: (index: number) => string, random: Random): Promise<Help> {
		const communes = await this.#granted('focal_point', 3);
		const members = await this.#granted('group_member', 9);
		const people = await Promise.all(
			[...communes, ...members].map(async (person, i) => {
				return { ...person, url: address(i), token: await this.token(person.username) };
			})
		);
		const help = new Help(people, random, (at) => this.campaignTime(at));
		this.helps.push(help);
		return help;
	}

	/** Everybody who acts without end. */
	get crowds(): (Load | Help)[] {
		return [...this.loads, ...this.helps];
	}

	/** The first of those in a role. */
	#granted(role: Role, count: number) {
		return this.db
			.selectFrom('role_grant')
			.innerJoin('account', 'account.id', 'role_grant.account_id')
			.select(['username', 'unit_code as unit', 'group_code as group'])
			.where('role', '=', role)
			.orderBy('username')
			.limit(count)
			.execute();
	}

	async #close(): Promise<void> {
		await Promise.all(this.crowds.map((crowd) => crowd.stop()));
		for (const screen of this.screens) screen.close();
	}
}
