import { sql, type Kysely } from 'kysely';
import type { UnitPresence } from '#lib/protocol/frames.ts';
import type { SignedIn } from '../auth/sessions.ts';
import type { Database } from '../db/schema.ts';

/** How often a process writes down who is connected to it, in milliseconds. */
const WRITE_EVERY = 10_000;
/** Who was heard by no process for this long is away, in milliseconds. */
const AWAY_AFTER = 25_000;
/** Rows may become visible this much later than the time they carry, in milliseconds. */
const LATENESS = 2_000;

interface Row {
	campaign_id: number;
	account_id: number;
	unit_code: string | null;
	heard_at: Date;
}
interface Heard {
	/** By account; for units only those of focal points count. */
	accounts: Map<number, Row>;
	units: Map<string, UnitPresence>;
}

/**
 * Who is connected, to whichever process, and when each commune was last heard. The table is the only
 * truth, so several processes agree; times are the database's.
 */
export class PresenceTable {
	readonly #db: Kysely<Database>;
	readonly #campaigns = new Map<number, Heard>();
	/** Heard here and not written yet, by campaign and account. */
	readonly #unwritten = new Map<string, Omit<Row, 'heard_at'>>();
	/** Written since all were written. */
	readonly #written = new Set<string>();
	#wroteAt = 0;
	/** The database's time when it was read last. */
	#readAt = new Date(0);

	constructor(db: Kysely<Database>) {
		this.#db = db;
	}

	/** Somebody was heard, be it over HTTP. Written with the next stretch. */
	heard({ account_id, grants }: SignedIn): void {
		for (const { campaign_id, role, unit } of grants) {
			const unit_code = role === 'focal_point' ? unit : null;
			this.#unwritten.set(`${campaign_id} ${account_id}`, { campaign_id, account_id, unit_code });
		}
	}

	/** Every unit ever heard of a campaign. */
	units(campaignId: number): ReadonlyMap<string, UnitPresence> {
		return this.#campaigns.get(campaignId)?.units ?? new Map<string, UnitPresence>();
	}

	/** Accounts of a campaign that are connected now. */
	screens(campaignId: number): number {
		let count = 0;
		for (const { heard_at } of this.#campaigns.get(campaignId)?.accounts.values() ?? []) {
			if (this.#isHere(heard_at)) count++;
		}
		return count;
	}

	/**
	 * Writes who is connected here, all of them every few seconds and newcomers at once, then reads what
	 * every process wrote. @returns units that came or went, by campaign
	 */
	async exchange(connected: Iterable<SignedIn>): Promise<Map<number, Map<string, UnitPresence>>> {
		for (const person of connected) this.heard(person);
		const all = Date.now() - this.#wroteAt >= WRITE_EVERY;
		const rows = [...this.#unwritten].filter(([key]) => all || !this.#written.has(key));
		this.#unwritten.clear();
		await this.#write(rows.map(([, row]) => row));
		if (all) {
			this.#written.clear();
			this.#wroteAt = Date.now();
		}
		for (const [key] of rows) this.#written.add(key);
		await this.#read();
		return this.#turn();
	}

	/** In the order of the key: two processes that write the same rows must not wait for each other. */
	async #write(rows: Omit<Row, 'heard_at'>[]): Promise<void> {
		if (rows.length === 0) return;
		const column = <Key extends keyof (typeof rows)[number]>(key: Key) =>
			rows.map((row) => row[key]);
		await sql`
			insert into presence (campaign_id, account_id, unit_code, heard_at)
			select c.id, a.id, heard.unit, now()
			from unnest(${column('campaign_id')}::int[], ${column('account_id')}::int[], ${column('unit_code')}::text[])
				as heard (campaign, account, unit)
				join campaign c on c.id = heard.campaign
				join account a on a.id = heard.account
			order by c.id, a.id
			on conflict (campaign_id, account_id)
				do update set unit_code = excluded.unit_code, heard_at = excluded.heard_at
		`.execute(this.#db);
	}

	async #read(): Promise<void> {
		const since = new Date(this.#readAt.getTime() - LATENESS);
		const { rows } = await sql<{ read_at: Date } & (Row | { campaign_id: null })>`
			select now() as read_at, p.* from (select) as always left join presence p on heard_at > ${since}
		`.execute(this.#db);
		this.#readAt = rows[0]?.read_at ?? this.#readAt;
		for (const row of rows) {
			if (row.campaign_id === null) continue;
			const known = this.#campaigns.get(row.campaign_id);
			const heard = known ?? { accounts: new Map<number, Row>(), units: new Map() };
			if (!known) this.#campaigns.set(row.campaign_id, heard);
			heard.accounts.set(row.account_id, row);
		}
	}

	#turn(): Map<number, Map<string, UnitPresence>> {
		const changes = new Map<number, Map<string, UnitPresence>>();
		for (const [campaignId, { accounts, units }] of this.#campaigns) {
			const last = new Map<string, Date>();
			for (const { unit_code, heard_at } of accounts.values()) {
				if (unit_code === null) continue;
				const before = last.get(unit_code);
				if (!before || before < heard_at) last.set(unit_code, heard_at);
			}
			const changed = new Map<string, UnitPresence>();
			for (const [unit, heardAt] of last) {
				const now = { connected: this.#isHere(heardAt), heard_at: heardAt.toISOString() };
				if (units.get(unit)?.connected !== now.connected) changed.set(unit, now);
				units.set(unit, now);
			}
			if (changed.size > 0) changes.set(campaignId, changed);
		}
		return changes;
	}

	#isHere(heardAt: Date): boolean {
		return this.#readAt.getTime() - heardAt.getTime() < AWAY_AFTER;
	}
}
