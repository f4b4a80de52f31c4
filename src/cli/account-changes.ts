import type { Kysely } from 'kysely';
import { pino } from 'pino';
import type { GrantChange } from '#lib/server/auth/accounts.ts';
import {
	disableAccount,
	enableAccount,
	findAccount,
	removeGrant,
	setPassword
} from '#lib/server/auth/account-changes.ts';
import { readablePassword } from '#lib/server/auth/readable-password.ts';
import type { Database } from '#lib/server/db/schema.ts';
import { announceGroup } from '#lib/server/visits/announce-group.ts';
import { recordSecurity } from '#lib/server/security-log.ts';

/** The security log of a command goes to its standard error: what it answers is for people and files. */
const log = pino({ base: null }, pino.destination({ dest: 2, sync: true }));

const ended = (sessions: number) => `${sessions} session(s) ended.`;

/** What can be done to an account that exists, by option; each answers what to say. */
export const CHANGES = {
	async disable(db, name) {
		const { sessions, ...who } = await disableAccount(db, name, new Date());
		recordSecurity(log, 'account_disabled', who);
		return `${name} is disabled. ${ended(sessions)}`;
	},
	async enable(db, name) {
		const { sessions: _, ...who } = await enableAccount(db, name);
		recordSecurity(log, 'account_enabled', who);
		return `${name} is enabled; its password is the old one.`;
	},
	async password(db, name) {
		const password = readablePassword();
		const { account, sessions } = await setPassword(db, await findAccount(db, name), password);
		recordSecurity(log, 'password_changed', { account, username: name, by: 'administrator' });
		return `${name}  ${password}\nThe old password is worth nothing any more. ${ended(sessions)}`;
	}
} satisfies Record<string, (db: Kysely<Database>, name: string) => Promise<string>>;

/** Writes down whose rights changed, and tells screens of a working group that somebody left. */
export async function grantsChanged(
	db: Kysely<Database>,
	campaign: { id: number; slug: string },
	changes: readonly GrantChange[]
): Promise<void> {
	for (const { account, username, before, after } of changes) {
		const what = { account, username, campaign: campaign.slug, before, after };
		recordSecurity(log, 'rights_changed', what);
	}
	for (const group of new Set(changes.flatMap(({ left }) => left ?? []))) {
		await announceGroup(db, campaign.id, group);
	}
}

/** Takes somebody's role in a campaign away; answers what to say. */
export async function takeRole(
	db: Kysely<Database>,
	campaign: { id: number; slug: string },
	username: string
): Promise<string> {
	const { change, before, group } = await removeGrant(db, campaign.id, username);
	if (before === null) return `${username} has no role in ${campaign.slug}.`;
	const { account, sessions } = change;
	const what = { account, username, campaign: campaign.slug, before, after: null };
	recordSecurity(log, 'rights_changed', what);
	if (group !== null) await announceGroup(db, campaign.id, group);
	return `${username} has no role in ${campaign.slug} any more (was ${before}). ${ended(sessions)}`;
}

/** Writes down whose password was replaced. */
export async function passwordsReset(
	db: Kysely<Database>,
	usernames: readonly string[]
): Promise<void> {
	for (const name of usernames) {
		const { id, username } = await findAccount(db, name);
		recordSecurity(log, 'password_changed', { account: id, username, by: 'administrator' });
	}
}
