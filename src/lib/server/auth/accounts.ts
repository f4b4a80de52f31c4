import { sql, type Kysely } from 'kysely';
import * as v from 'valibot';
import type { Named } from '#lib/campaign/campaign.ts';
import type { Role } from '#lib/protocol/people.ts';
import { line } from '#lib/campaign/text.ts';
import type { Database } from '#lib/server/db/schema.ts';
import type { Locale } from '#lib/server/problem.ts';
import { grantText } from './account-changes.ts';
import { hashPassword } from './passwords.ts';

export interface NewAccount extends Named {
	/** Lower case letters, digits, dot, dash and underscore, as the table demands. */
	username: string;
	password: string;
	is_demo?: boolean;
	grant: {
		campaign_id: number;
		role: Role;
		/** District or commune code: needed for district officers and focal points, else absent. */
		unit?: string;
		/** Needed for group members, else absent. */
		group?: string;
		/** Whether this member leads the group. */
		leads?: boolean;
	};
}

/** An account of that name exists and belongs to somebody else: a demo never takes over a real one. */
export class UsernameTaken extends Error {
	constructor(usernames: string[]) {
		super(`These user names are taken: ${usernames.join(', ')}`);
	}
}

/** What an account is in the campaign now, and what it was before; null: nothing. */
export interface GrantChange {
	account: number;
	username: string;
	before: string | null;
	after: string;
	/** The working group it belonged to before. */
	left: string | null;
}

/** A name that cannot stand on a page: empty to the eye, of several lines, or with signs that are not seen. */
export class NameRefused extends Error {
	constructor(username: string) {
		super(
			`The name of ${username} must be one line of up to 200 signs, each of which can be seen.`
		);
	}
}

const Name = line(200);

/** @throws `NameRefused` */
function named<Account extends Named & { username: string }>(account: Account): Account {
	const [vi, en] = [v.safeParse(Name, account.name_vi), v.safeParse(Name, account.name_en)];
	if (!vi.success || !en.success) throw new NameRefused(account.username);
	return { ...account, name_vi: vi.output, name_en: en.output };
}

/**
 * Creates accounts with one grant each, some thousands at most. Done again, it brings names and
 * grants up to date and keeps passwords, unless `resetPasswords`. Sessions of accounts with another
 * password or another grant end.
 * @returns the grants that are new or others than before
 */
export async function createAccounts(
	db: Kysely<Database>,
	given: readonly NewAccount[],
	{ resetPasswords = false } = {}
): Promise<GrantChange[]> {
	if (given.length === 0) return [];
	const accounts = given.map((account) => named(account));
	const hashes = await hashesFor(db, accounts, resetPasswords);
	return db.transaction().execute(async (tx) => {
		const ids = new Map<string, number>();
		const rows = accounts.map(({ username, name_vi, name_en, is_demo = false }) => ({
			username,
			name_vi,
			name_en,
			is_demo,
			password_hash: hashes.get(username) ?? ''
		}));
		const saved = await tx
			.insertInto('account')
			.values(rows)
			.onConflict((conflict) =>
				conflict
					.column('username')
					.doUpdateSet((row) => ({
						name_vi: row.ref('excluded.name_vi'),
						name_en: row.ref('excluded.name_en'),
						// Not hashed again above means: keep the password that is there.
						password_hash: sql`coalesce(nullif(excluded.password_hash, ''), account.password_hash)`
					}))
					.whereRef('account.is_demo', '=', 'excluded.is_demo')
			)
			.returning(['id', 'username'])
			.execute();
		for (const { id, username } of saved) ids.set(username, id);

		const taken = accounts.map(({ username }) => username).filter((name) => !ids.has(name));
		if (taken.length > 0) throw new UsernameTaken(taken);
		const before = await readGrants(tx, accounts, ids);
		await grantRoles(tx, accounts, ids);
		const changes = grantChanges(accounts, ids, before);
		const others = changes.filter((change) => change.before !== null);
		const touched = resetPasswords ? [...ids.values()] : others.map(({ account }) => account);
		if (touched.length > 0) {
			await tx.deleteFrom('session').where('account_id', 'in', touched).execute();
		}
		if (resetPasswords) {
			await tx.deleteFrom('account_device').where('account_id', 'in', touched).execute();
		}
		return changes;
	});
}

const grantKey = (campaign: number, account: number) => `${campaign} ${account}`;

/** What these accounts are now in the campaigns they are given a role in. */
async function readGrants(
	db: Kysely<Database>,
	accounts: readonly NewAccount[],
	ids: ReadonlyMap<string, number>
) {
	const campaigns = [...new Set(accounts.map(({ grant }) => grant.campaign_id))];
	const rows = await db
		.selectFrom('role_grant')
		.selectAll()
		.where('campaign_id', 'in', campaigns)
		.where('account_id', 'in', [...ids.values()])
		.execute();
	return new Map(rows.map((row) => [grantKey(row.campaign_id, row.account_id), row]));
}

function grantChanges(
	accounts: readonly NewAccount[],
	ids: ReadonlyMap<string, number>,
	known: Awaited<ReturnType<typeof readGrants>>
): GrantChange[] {
	return accounts.flatMap(({ username, grant }) => {
		const account = ids.get(username) ?? 0;
		const row = known.get(grantKey(grant.campaign_id, account));
		const { role, unit = null, group = null, leads = false } = grant;
		const after = grantText({ role, unit_code: unit, group_code: group, leads });
		const before = row ? grantText(row) : null;
		const left = row?.group_code ?? null;
		return before === after ? [] : [{ account, username, before, after, left }];
	});
}

/** Remembers the language an account reads in, for what is mailed to it. Writes only when it changes. */
export async function rememberLocale(
	db: Kysely<Database>,
	accountId: number,
	locale: Locale
): Promise<void> {
	await db
		.updateTable('account')
		.set({ locale })
		.where('id', '=', accountId)
		.where('locale', '<>', locale)
		.execute();
}

/** Hashes of the passwords to be set: every account's, or only of those that are new. */
async function hashesFor(
	db: Kysely<Database>,
	accounts: readonly NewAccount[],
	all: boolean
): Promise<Map<string, string>> {
	const names = accounts.map(({ username }) => username);
	const known = all
		? []
		: await db.selectFrom('account').select('username').where('username', 'in', names).execute();
	const kept = new Set(known.map(({ username }) => username));
	const hashed = accounts
		.filter(({ username }) => !kept.has(username))
		.map(async ({ username, password }) => [username, await hashPassword(password)] as const);
	return new Map(await Promise.all(hashed));
}

async function grantRoles(
	db: Kysely<Database>,
	accounts: readonly NewAccount[],
	ids: ReadonlyMap<string, number>
): Promise<void> {
	const grants = accounts.map(({ username, grant }) => ({
		campaign_id: grant.campaign_id,
		account_id: ids.get(username) ?? 0,
		role: grant.role,
		unit_code: grant.unit ?? null,
		group_code: grant.group ?? null,
		leads: grant.leads ?? false
	}));
	await ensureGroups(db, accounts);
	await db
		.insertInto('role_grant')
		.values(grants)
		.onConflict((conflict) =>
			conflict.columns(['campaign_id', 'account_id']).doUpdateSet((row) => ({
				role: row.ref('excluded.role'),
				unit_code: row.ref('excluded.unit_code'),
				group_code: row.ref('excluded.group_code'),
				leads: row.ref('excluded.leads')
			}))
		)
		.execute();
}

/** A group that was not made before is named as its first member is, until somebody names it. */
async function ensureGroups(db: Kysely<Database>, accounts: readonly NewAccount[]): Promise<void> {
	const groups = accounts.flatMap(({ name_vi, name_en, grant: { campaign_id, group } }) =>
		group === undefined ? [] : [{ campaign_id, code: group, name_vi, name_en }]
	);
	if (groups.length === 0) return;
	await db
		.insertInto('working_group')
		.values(groups.filter((g, i) => groups.findIndex((o) => o.code === g.code) === i))
		.onConflict((known) => known.columns(['campaign_id', 'code']).doNothing())
		.execute();
}
