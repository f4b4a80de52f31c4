import type { Kysely } from 'kysely';
import { askOrRecall } from '../db/ask-or-recall.ts';
import type { Database } from '../db/schema.ts';
import { hasExpired, hashSecret, parseToken, secretIs, validateSession } from './sessions.ts';
import type { Session, SignedIn } from './sessions.ts';

/**
 * How long a session is remembered after the database last vouched for it, or its last socket closed. While the
 * database is away this time stands still: who was known when it went can come back as long as that lasts.
 */
const REMEMBERED_FOR = 60_000;

/** How long a look at the database is good for: somebody signed out is let in no longer than that. */
const FRESH_FOR = 3_000;

interface Valid {
	session: Session;
	person: SignedIn;
}

/** Sessions this process knows to be good: what pages are read with while the database is away. */
export class SessionMemory {
	#lookedAt = 0;
	readonly #known = new Map<string, Valid & { hash: Buffer; at: number }>();

	/** Ids of all sessions remembered now. */
	get ids(): string[] {
		return [...this.#known.keys()];
	}

	remember(secret: string, valid: Valid): void {
		this.#known.set(valid.session.id, { ...valid, hash: hashSecret(secret), at: Date.now() });
	}

	recall(token: string): Valid | undefined {
		const parts = parseToken(token);
		const known = parts && this.#known.get(parts.id);
		if (!known || !secretIs(parts.secret, known.hash)) return undefined;
		if (this.#isStale(known.at)) return undefined;
		const seenAt = new Date(Math.max(known.at, known.session.last_seen_at.getTime()));
		if (hasExpired(known.session, seenAt, new Date())) return undefined;
		return { session: known.session, person: known.person };
	}

	/** Who holds a session, as last known here. */
	holder(id: string): SignedIn | undefined {
		return this.#known.get(id)?.person;
	}

	/** The database was asked which of the remembered sessions have ended. */
	looked(): void {
		this.#lookedAt = Date.now();
	}

	/** Whether a session that ended would have been forgotten by now. */
	get fresh(): boolean {
		return Date.now() - this.#lookedAt < FRESH_FOR;
	}

	/** These sessions have sockets here. */
	hold(ids: Iterable<string>): void {
		const now = Date.now();
		for (const id of ids) {
			const known = this.#known.get(id);
			if (known) known.at = now;
		}
	}

	/** What a session's person may do has changed. */
	update(id: string, person: SignedIn): void {
		const known = this.#known.get(id);
		if (known) known.person = person;
	}

	forget(id: string): void {
		this.#known.delete(id);
	}

	/** Forgets whoever has not been seen for too long. */
	sweep(): void {
		for (const [id, { at }] of this.#known) if (this.#isStale(at)) this.#known.delete(id);
	}

	#isStale(at: number): boolean {
		const now = this.fresh ? Date.now() : this.#lookedAt;
		return now - at > REMEMBERED_FOR;
	}
}

interface SessionServices {
	db: Kysely<Database>;
	sessions: SessionMemory;
	/** `live`: whether this process hears the database. */
	campaigns: { readonly live: boolean };
}

/**
 * Who holds this token. The database says, or the memory while it is looked after (so that thousands
 * of screens that come back at once do not ask one by one) and while the database is away.
 * @throws what the database threw, when the memory does not know the token either
 */
export async function holderOf(
	{ db, sessions, campaigns }: SessionServices,
	token: string,
	now: Date
): Promise<Valid | null> {
	const known = sessions.fresh ? sessions.recall(token) : undefined;
	if (known) return known;
	const ask = async () => {
		const valid = await validateSession(db, token, now);
		const parts = parseToken(token);
		if (valid && parts) sessions.remember(parts.secret, valid);
		return valid;
	};
	return askOrRecall<Valid | null>(campaigns.live, ask, () => sessions.recall(token));
}
