import type { Logger } from 'pino';
import type { SessionMemory } from '../auth/session-memory.ts';
import type { SignedIn } from '../auth/sessions.ts';
import { recordSecurity } from '../security-log.ts';

/** Writes down that a session which this process served has ended. */
export function recordEnded(log: Logger, sessions: SessionMemory, id: string): void {
	const person = sessions.holder(id);
	if (!person) return;
	const { account_id, username } = person;
	recordSecurity(log, 'session_ended', { account: account_id, username });
}

/** Writes down whose rights are others than this process knew, once for each account and campaign. */
export function recordReviewed(
	log: Logger,
	sessions: SessionMemory,
	people: ReadonlyMap<string, SignedIn>
): void {
	const written = new Set<string>();
	for (const [id, { account_id, username, grants }] of people) {
		const before = rightsOf(sessions.holder(id)?.grants ?? grants);
		const after = rightsOf(grants);
		for (const campaign of new Set([...before.keys(), ...after.keys()])) {
			const [was = null, is = null] = [before.get(campaign), after.get(campaign)];
			const key = `${account_id} ${campaign}`;
			if (was === is || written.has(key)) continue;
			written.add(key);
			const who = { account: account_id, username };
			recordSecurity(log, 'rights_changed', { ...who, campaign, before: was, after: is });
		}
	}
}

function rightsOf(grants: SignedIn['grants']): Map<string, string> {
	return new Map(
		grants.map(({ campaign, role, unit, group }) => [
			campaign,
			[role, unit ?? group].filter(Boolean).join(' ')
		])
	);
}
