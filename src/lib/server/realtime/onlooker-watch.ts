import { sql, type Kysely } from 'kysely';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import * as v from 'valibot';
import { reaches } from '#lib/campaign/reach.ts';
import { Look, type Looking } from '#lib/protocol/frames.ts';
import type { Database } from '../db/schema.ts';
import type { CampaignLog } from '../log/campaign-log.ts';
import type { Campaigns } from '../log/campaigns.ts';
import { mayRead, rolesFor } from '../requests/access-request.ts';
import { onlookersRoom, onlookersRoomOf, type LiveServer, type LiveSocket } from './rooms.ts';

/** How often a process writes down who looks at what there, in milliseconds. */
const WRITE_EVERY = 10_000;
/** Of whom no process wrote for this long looks at nothing any more, in milliseconds. */
const GONE_AFTER = 25_000;
/** Rows may become visible this much later than the time they carry, in milliseconds. */
const LATENESS = 2_000;

interface Row extends Omit<Looking, 'at'> {
	campaign_id: number;
	account_id: number;
	username: string;
	at: string | null;
	heard_at: Date;
}
interface Written {
	campaign_id: number;
	account_id: number;
	at: string | null;
	editing: boolean;
}

/**
 * Tells staff, groups and the leader who has which request on screen: of this process at once, of others
 * within seconds, through a table that all of them write and read.
 */
export class OnlookerWatch {
	readonly #io: LiveServer;
	readonly #campaigns: Campaigns;
	readonly #db: Kysely<Database>;
	readonly #limiter = new RateLimiterMemory({ points: 60, duration: 10 });
	/** Told last, by campaign and user name. */
	readonly #told = new Map<number, Map<string, Looking & { heard: number }>>();
	/** Written by this process, by campaign and account. */
	#written = new Map<string, Written>();
	#wroteAt = 0;
	#readAt = new Date(0);

	constructor(io: LiveServer, campaigns: Campaigns, db: Kysely<Database>) {
		this.#io = io;
		this.#campaigns = campaigns;
		this.#db = db;
	}

	/** Lets somebody hear who looks at what, and tells them all of it. */
	join(socket: LiveSocket, log: CampaignLog): void {
		const { id, slug } = log;
		const grant = socket.data.person.grants.find(({ campaign }) => campaign === slug);
		const room = grant && onlookersRoomOf(grant);
		if (!room) return;
		void socket.join(room);
		const { units } = log.board;
		const people = [...(this.#told.get(id) ?? [])]
			.filter(([, { at }]) => {
				return grant.role !== 'district_officer' || reaches(grant, units, placeOf(log, at) ?? '');
			})
			.map(([who, looking]) => [who, plain(looking)]);
		socket.emit('onlookers', {
			...{ campaign: slug, whole: true },
			people: Object.fromEntries(people) as Record<string, Looking>
		});
	}

	/**
	 * Somebody turned to something else. What is not understood, comes too often, or is no request that this
	 * person may read, is not told to anybody.
	 */
	async look(socket: LiveSocket, payload: unknown): Promise<void> {
		const parsed = v.safeParse(Look, payload);
		if (!parsed.success) return;
		try {
			await this.#limiter.consume(String(socket.data.person.account_id));
		} catch {
			return;
		}
		const { campaign, looking_at: at, editing } = parsed.output;
		const grant = socket.data.person.grants.find((held) => held.campaign === campaign);
		if (!grant || !onlookersRoomOf(grant)) return;
		const { username } = socket.data.person;
		if (at !== null && !(await this.#isThere(campaign, at, { ...grant, username }))) return;
		const writes = editing && rolesFor('comment').includes(grant.role);
		if (at === null) delete socket.data.looking;
		else socket.data.looking = { campaign, at, editing: writes, since: Date.now() };
		this.#turned(socket, campaign);
	}

	/** Whether there is such a request, and this person may read it; it may have been raised a moment ago. */
	async #isThere(
		slug: string,
		at: string,
		person: Parameters<typeof mayRead>[1]
	): Promise<boolean> {
		const campaign = this.#campaigns.get(slug);
		if (!campaign) return false;
		const { requests } = campaign.board;
		const number = Number(at.slice('request:'.length));
		if (!requests.has(number)) await campaign.advance().catch(() => undefined);
		const request = requests.get(number);
		return request !== undefined && mayRead(campaign.board, person, request.unit);
	}

	/** A screen went. */
	leave(socket: LiveSocket): void {
		const { looking } = socket.data;
		delete socket.data.looking;
		if (looking) this.#turned(socket, looking.campaign);
	}

	/** Writes who looks at what here, reads what other processes wrote, tells what changed. */
	async exchange(): Promise<void> {
		const here = this.#here();
		for (const [key, row] of this.#written) {
			if (row.at !== null && !here.has(key)) here.set(key, { ...row, at: null, editing: false });
		}
		const all = Date.now() - this.#wroteAt >= WRITE_EVERY;
		await this.#write(
			[...here]
				.filter(([key, row]) => all || !same(row, this.#written.get(key)))
				.map(([, row]) => row)
		);
		if (all) this.#wroteAt = Date.now();
		this.#written = new Map([...here].filter(([, { at }]) => at !== null));
		for (const row of await this.#read()) {
			const mine = here.get(`${row.campaign_id} ${row.account_id}`);
			// What is on a screen here is known better than from a row of a moment ago.
			const { at, editing } = mine?.at ? mine : row;
			this.#tell(
				row.campaign_id,
				row.username,
				at && { ...plain({ ...row, at }), editing },
				row.heard_at
			);
		}
		for (const [campaign, people] of this.#told) {
			for (const [username, { heard }] of people) {
				const gone = this.#readAt.getTime() - heard > GONE_AFTER;
				if (gone) this.#tell(campaign, username, null, this.#readAt);
			}
		}
	}

	/** Who looks at something on this process: of several screens the one turned last. */
	#here(): Map<string, Written> {
		const here = new Map<string, Written & { since: number }>();
		for (const { data } of this.#io.of('/').sockets.values()) {
			const { looking, person } = data;
			const grant = person.grants.find(({ campaign }) => campaign === looking?.campaign);
			if (!looking || !grant) continue;
			const { at, editing, since } = looking;
			const key = `${grant.campaign_id} ${person.account_id}`;
			if ((here.get(key)?.since ?? 0) > since) continue;
			const { campaign_id } = grant;
			here.set(key, { campaign_id, account_id: person.account_id, at, editing, since });
		}
		return here;
	}

	#turned({ data: { person } }: LiveSocket, slug: string): void {
		const campaign = this.#campaigns.get(slug);
		if (!campaign) return;
		const now = this.#here().get(`${campaign.id} ${person.account_id}`);
		const { name_vi, name_en } = person;
		const looking = now?.at ? { at: now.at, editing: now.editing, name_vi, name_en } : null;
		this.#tell(campaign.id, person.username, looking, new Date());
	}

	#tell(campaignId: number, username: string, looking: Looking | null | '', heard: Date): void {
		const people = this.#told.get(campaignId) ?? new Map<string, Looking & { heard: number }>();
		this.#told.set(campaignId, people);
		const before = people.get(username);
		if (looking) people.set(username, { ...looking, heard: heard.getTime() });
		else people.delete(username);
		if (looking ? same(looking, before) : !before) return;
		const log = this.#campaigns.all().find(({ id }) => id === campaignId);
		if (!log) return;
		const say = (room: string, at: Looking | null) => {
			const message = { campaign: log.slug, whole: false, people: { [username]: at } };
			this.#io.to(room).emit('onlookers', message);
		};
		say(onlookersRoom(log.slug), looking || null);
		// A district hears of its own places: somebody who turns away from them looks at nothing there.
		const [left, entered] = [districtOf(log, before?.at), districtOf(log, looking && looking.at)];
		if (left !== null && left !== entered) say(onlookersRoom(log.slug, left), null);
		if (entered !== null) say(onlookersRoom(log.slug, entered), looking || null);
	}

	/** In the order of the key: two processes that write the same rows must not wait for each other. */
	async #write(rows: Written[]): Promise<void> {
		if (rows.length === 0) return;
		const column = <Key extends keyof Written>(key: Key) => rows.map((row) => row[key]);
		await sql`
			insert into looking (campaign_id, account_id, looking_at, editing, heard_at)
			select c.id, a.id, seen.at, seen.editing, now()
			from unnest(${column('campaign_id')}::int[], ${column('account_id')}::int[],
				${column('at')}::text[], ${column('editing')}::boolean[]) as seen (campaign, account, at, editing)
				join campaign c on c.id = seen.campaign
				join account a on a.id = seen.account
			order by c.id, a.id
			on conflict (campaign_id, account_id) do update
				set looking_at = excluded.looking_at, editing = excluded.editing, heard_at = excluded.heard_at
		`.execute(this.#db);
	}

	async #read(): Promise<Row[]> {
		const since = new Date(this.#readAt.getTime() - LATENESS);
		const { rows } = await sql<Row & { read_at: Date; campaign_id: number | null }>`
			select now() as read_at, l.campaign_id, l.account_id, l.looking_at as at, l.editing, l.heard_at,
				a.username, a.name_vi, a.name_en
			from (select) as always
				left join (looking l join account a on a.id = l.account_id) on l.heard_at > ${since}
		`.execute(this.#db);
		this.#readAt = rows[0]?.read_at ?? this.#readAt;
		return rows.filter(({ campaign_id }) => campaign_id !== null);
	}
}

/** The unit of what is looked at: 'request:12' is in a commune. */
function placeOf({ board }: CampaignLog, at: string): string | undefined {
	return board.requests.get(Number(at.split(':')[1]))?.unit;
}

function districtOf(log: CampaignLog, at: string | null | undefined): string | null {
	const place = at ? placeOf(log, at) : undefined;
	return log.board.units.get(place ?? '')?.parent ?? null;
}

function same(a: { at: string | null; editing: boolean }, b: typeof a | undefined): boolean {
	return a.at === (b?.at ?? null) && a.editing === (b?.editing ?? false);
}

function plain({ at, editing, name_vi, name_en }: Looking): Looking {
	return { at, editing, name_vi, name_en };
}
