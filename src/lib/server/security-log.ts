import type { Logger } from 'pino';
import { networkOf } from './auth/network-of.ts';

interface Who {
	account: number;
	username: string;
}

/**
 * What is written, by event. There is no field for a password, a token, a device's name or anything that
 * was typed into a form: a user name that is nobody's is left out, because people type passwords there.
 */
export interface SecurityEvents {
	sign_in: Who & { network: string; device: 'known' | 'new'; by: 'form' | 'api' };
	sign_in_failed: { username: string | null; network: string; device: 'known' | 'new' };
	sign_out: Who;
	/** Somebody ended sessions of an account: its owner, or an administrator. */
	session_revoked: Who & { by: 'owner' | 'administrator'; sessions: number };
	/** A process noticed that a session it served has ended, wherever and however. */
	session_ended: Who;
	password_changed: Who & { by: 'owner' | 'administrator' };
	/** The old password was asked for and was wrong. */
	password_refused: Who;
	account_disabled: Who;
	account_enabled: Who;
	rights_changed: Who & { campaign: string; before: string | null; after: string | null };
	command_refused: Who & { campaign: string; command: string; code: string };
	/** A page of another origin tried to act, or to open the live channel. */
	origin_refused: { origin: string | null; path: string; network: string };
	limit_hit: {
		limit: 'sign_in' | 'sign_in_crowd' | 'commands' | 'requests';
		account?: number;
		username: string | null;
		network: string | null;
	};
}
export type SecurityEvent = keyof SecurityEvents;

/** What an attacker does is a warning, what somebody does in their own right is information. */
const LEVELS: Record<SecurityEvent, 'info' | 'warn'> = {
	sign_in: 'info',
	sign_in_failed: 'warn',
	sign_out: 'info',
	session_revoked: 'info',
	session_ended: 'info',
	password_changed: 'info',
	password_refused: 'warn',
	account_disabled: 'info',
	account_enabled: 'info',
	rights_changed: 'info',
	command_refused: 'warn',
	origin_refused: 'warn',
	limit_hit: 'warn'
};
export const SECURITY_EVENTS = Object.keys(LEVELS) as SecurityEvent[];

/** Warnings of one kind about one account or network in a minute that are written; more are counted. */
const PER_MINUTE = 10;
/** Subjects that are counted at once; beyond them counting begins anew. */
const MOST_SUBJECTS = 10_000;
const LONGEST = 200;

interface Count {
	since: number;
	written: number;
	left_out: number;
}

/** The lines of a process about who came in, who was refused and whose rights changed. */
class SecurityLog {
	readonly #log: Logger;
	readonly #counts = new Map<string, Count>();

	constructor(log: Logger) {
		this.#log = log.child({ log: 'security' });
	}

	record<Event extends SecurityEvent>(event: Event, details: SecurityEvents[Event]): void {
		const level = LEVELS[event];
		const left_out = level === 'warn' ? this.#leftOut(event, details) : 0;
		if (left_out === null) return;
		const written = Object.entries(details).map(([name, value]) => [name, shortened(value)]);
		this.#log[level](
			{ event, ...Object.fromEntries(written), ...(left_out > 0 && { left_out }) },
			'security'
		);
	}

	/** How many lines like this were not written since the last one; null: nor is this one. */
	#leftOut(event: string, details: object): number | null {
		const { account, network } = details as { account?: number; network?: string | null };
		const subject = [event, account, network].join(' ');
		const now = Date.now();
		const count = this.#counts.get(subject);
		if (!count || now - count.since > 60_000) {
			if (this.#counts.size >= MOST_SUBJECTS) this.#counts.clear();
			this.#counts.set(subject, { since: now, written: 1, left_out: 0 });
			return count?.left_out ?? 0;
		}
		if (count.written < PER_MINUTE) {
			count.written++;
			return 0;
		}
		count.left_out++;
		return null;
	}
}

function shortened(value: unknown): unknown {
	return typeof value === 'string' ? value.slice(0, LONGEST) : value;
}

const logs = new WeakMap<Logger, SecurityLog>();

/** Writes a line of the security log, as part of the process's log. */
export function recordSecurity<Event extends SecurityEvent>(
	log: Logger,
	event: Event,
	details: SecurityEvents[Event]
): void {
	let own = logs.get(log);
	if (!own) logs.set(log, (own = new SecurityLog(log)));
	own.record(event, details);
}

/** Writes down that a page of another origin tried to act here. @param path without what was asked for */
export function recordStranger(
	log: Logger,
	{ origin = null, path, address }: { origin?: string | null; path: string; address: string }
): void {
	recordSecurity(log, 'origin_refused', { origin, path, network: networkOf(address) });
}
