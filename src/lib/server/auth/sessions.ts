import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { sql, type Kysely } from 'kysely';
import { jsonArrayFrom } from 'kysely/helpers/postgres';
import type { Grant, Person } from '#lib/protocol/people.ts';
import type { Database } from '#lib/server/db/schema.ts';
import { SESSIONS } from '../limits/business-limits.ts';

// After Lucia's recipe: a token is `id.secret`. The id finds the row, the secret proves it, and
// only the secret's hash is kept, so that neither a stolen table nor a timed lookup opens anything.

const hour = 3_600_000;
const IDLE = 12 * hour;
const ABSOLUTE = 7 * 24 * hour;
/** Being seen is written at most this often, so reading pages costs no writes. */
const SEEN_EVERY = hour;

export interface Session {
	id: string;
	account_id: number;
	created_at: Date;
	last_seen_at: Date;
}

/** A grant as the server uses it: `campaign` is the slug, `campaign_id` the key of its tables. */
interface ServerGrant extends Grant {
	campaign_id: number;
}

export interface SignedIn extends Person {
	account_id: number;
	session_id: string;
	grants: ServerGrant[];
}

/** By what the owner of a session recognises it. */
export interface Origin {
	/** What the program calls itself. */
	agent: string;
	/** Where it is, as `networkOf` says. */
	network: string;
}

/** Starts a session; the token is shown once and cannot be read back. The oldest of too many ends. */
export async function createSession(
	db: Kysely<Database>,
	accountId: number,
	now: Date,
	from: Origin = { agent: '', network: '' }
): Promise<{ token: string; session: Session }> {
	const id = randomBytes(15).toString('base64url');
	const secret = randomBytes(32).toString('base64url');
	const session = { id, account_id: accountId, created_at: now, last_seen_at: now };
	await db
		.insertInto('session')
		.values({ ...session, ...from, secret_hash: hashSecret(secret) })
		.execute();
	await endOldest(db, accountId, now);
	return { token: `${id}.${secret}`, session };
}

/** What was begun so recently is not ended: many may be signing in at this moment. Milliseconds. */
const NEW_FOR = 60_000;

/** Ends what was signed in on and forgotten; screens of it are cut like those of any session that ended. */
async function endOldest(db: Kysely<Database>, accountId: number, now: Date): Promise<void> {
	const oldest = db
		.selectFrom('session')
		.select('id')
		.where('account_id', '=', accountId)
		.orderBy('created_at', 'desc')
		.offset(SESSIONS);
	await db
		.deleteFrom('session')
		.where('id', 'in', oldest)
		.where('created_at', '<', new Date(now.getTime() - NEW_FOR))
		.execute();
}

/** Who holds this token, or null when it is forged, ended, expired or its account is disabled. */
export async function validateSession(
	db: Kysely<Database>,
	token: string,
	now: Date
): Promise<{ session: Session; person: SignedIn } | null> {
	const parts = parseToken(token);
	if (!parts) return null;
	const row = await findSessions(db, [parts.id], now).executeTakeFirst();
	if (!row || !secretIs(parts.secret, row.secret_hash)) return null;

	const { id, account_id, created_at, username, name_vi, name_en, grants } = row;
	const seen = now.getTime() - row.last_seen_at.getTime() >= SEEN_EVERY;
	if (seen) {
		await db
			.updateTable('session')
			.set({ last_seen_at: sql`greatest(last_seen_at, ${now})` })
			.where('id', '=', id)
			.execute();
	}
	return {
		session: { id, account_id, created_at, last_seen_at: seen ? now : row.last_seen_at },
		person: { account_id, session_id: id, username, name_vi, name_en, grants }
	};
}

/** Why a token opens nothing: its time ran out, or somebody ended it (or it never was one). */
export async function whyOver(db: Kysely<Database>, token: string): Promise<'expired' | 'ended'> {
	const parts = parseToken(token);
	const row = await db
		.selectFrom('session as s')
		.innerJoin('account as a', 'a.id', 's.account_id')
		.select('s.secret_hash')
		.where('s.id', '=', parts?.id ?? '')
		.where('a.disabled_at', 'is', null)
		.executeTakeFirst();
	return parts && row && secretIs(parts.secret, row.secret_hash) ? 'expired' : 'ended';
}

/** Ends one session. Its sockets are the caller's to cut. */
export async function revokeSession(db: Kysely<Database>, id: string): Promise<void> {
	await db.deleteFrom('session').where('id', '=', id).execute();
}

/** Ends every session of an account, or all but one; answers their ids, whose sockets are the caller's to cut. */
export async function revokeAllSessions(
	db: Kysely<Database>,
	accountId: number,
	but = ''
): Promise<string[]> {
	const ended = await db
		.deleteFrom('session')
		.where('account_id', '=', accountId)
		.where('id', '<>', but)
		.returning('id')
		.execute();
	return ended.map(({ id }) => id);
}

/** Forgets an account's sessions that can no longer be used. */
export async function sweepSessions(
	db: Kysely<Database>,
	accountId: number,
	now: Date
): Promise<void> {
	const { oldest, quietest } = limits(now);
	await db
		.deleteFrom('session')
		.where('account_id', '=', accountId)
		.where((is) => is.or([is('created_at', '<=', oldest), is('last_seen_at', '<=', quietest)]))
		.execute();
}

/** What pages and API clients may know of who is signed in. */
export function personOf({ username, name_vi, name_en, grants }: SignedIn): Person {
	return {
		username,
		name_vi,
		name_en,
		grants: grants.map(({ campaign, role, unit, group }) => ({ campaign, role, unit, group }))
	};
}

/**
 * Which of these sessions have ended, and a mark that changes whenever anybody's grants do. Asked every
 * moment for everybody who is connected, so it reads no person.
 */
export async function glanceAtSessions(
	db: Kysely<Database>,
	ids: readonly string[],
	now: Date
): Promise<{ ended: string[]; grants: string }> {
	const { oldest, quietest } = limits(now);
	const { rows } = await sql<{ ended: string[] | null; grants: string }>`
		select
			(select array_agg(asked.id) from unnest(${ids}::text[]) as asked (id)
				left join (session s join account a on a.id = s.account_id and a.disabled_at is null)
					on s.id = asked.id and s.created_at > ${oldest} and s.last_seen_at > ${quietest}
				where s.id is null) as ended,
			(select concat(count(*), ' ', sum(hashtextextended(g::text, 0)::numeric))
				from role_grant g) as grants
	`.execute(db);
	return { ended: rows[0]?.ended ?? [], grants: rows[0]?.grants ?? '' };
}

/** What the people of these sessions may do now, by session; ended sessions are absent. */
export async function reviewSessions(
	db: Kysely<Database>,
	ids: readonly string[],
	now: Date
): Promise<Map<string, SignedIn>> {
	const rows = await findSessions(db, ids, now).execute();
	return new Map(
		rows.map(({ id, account_id, username, name_vi, name_en, grants }) => [
			id,
			{ account_id, session_id: id, username, name_vi, name_en, grants }
		])
	);
}

/** Being connected counts as being seen: a screen left open overnight is not signed out by its next reconnect. */
export async function keepSessions(
	db: Kysely<Database>,
	ids: readonly string[],
	now: Date
): Promise<void> {
	const due = new Date(now.getTime() - SEEN_EVERY);
	await db
		.updateTable('session')
		.set({ last_seen_at: now })
		.where('id', '=', sql<string>`any(${ids})`)
		.where('last_seen_at', '<=', due)
		.execute();
}

/** An account's sessions that are open now, with what their owner recognises them by. */
export function activeSessions(db: Kysely<Database>, accountId: number, now: Date) {
	const { oldest, quietest } = limits(now);
	return db
		.selectFrom('session')
		.select(['id', 'agent', 'network', 'created_at', 'last_seen_at'])
		.where('account_id', '=', accountId)
		.where('created_at', '>', oldest)
		.where('last_seen_at', '>', quietest);
}

function findSessions(db: Kysely<Database>, ids: readonly string[], now: Date) {
	const { oldest, quietest } = limits(now);
	return db
		.selectFrom('session as s')
		.innerJoin('account as a', 'a.id', 's.account_id')
		.select(['s.id', 's.secret_hash', 's.account_id', 's.created_at', 's.last_seen_at'])
		.select(['a.username', 'a.name_vi', 'a.name_en'])
		.select((row) =>
			jsonArrayFrom(
				row
					.selectFrom('role_grant as g')
					.innerJoin('campaign as c', 'c.id', 'g.campaign_id')
					.whereRef('g.account_id', '=', 'a.id')
					.select(['c.slug as campaign', 'g.campaign_id', 'g.role'])
					.select(['g.unit_code as unit', 'g.group_code as group'])
					.orderBy('c.starts_on', 'desc')
			).as('grants')
		)
		.where('s.id', '=', sql<string>`any(${ids})`)
		.where('s.created_at', '>', oldest)
		.where('s.last_seen_at', '>', quietest)
		.where('a.disabled_at', 'is', null);
}

/** Whether a session has ended by its age, or because it was not seen since `seenAt`. */
export function hasExpired({ created_at }: Session, seenAt: Date, now: Date): boolean {
	const { oldest, quietest } = limits(now);
	return created_at <= oldest || seenAt <= quietest;
}

function limits(now: Date): { oldest: Date; quietest: Date } {
	return {
		oldest: new Date(now.getTime() - ABSOLUTE),
		quietest: new Date(now.getTime() - IDLE)
	};
}

/** The two halves of a token; null when it is none. */
export function parseToken(token: string): { id: string; secret: string } | null {
	const [, id, secret] = /^([\w-]{20})\.([\w-]{43})$/.exec(token) ?? [];
	return id !== undefined && secret !== undefined ? { id, secret } : null;
}

export function secretIs(secret: string, hash: Buffer): boolean {
	return timingSafeEqual(hash, hashSecret(secret));
}

/** Of the text, not of its bytes: two base64url texts can mean the same bytes. */
export function hashSecret(secret: string): Buffer {
	return createHash('sha256').update(secret).digest();
}
