import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Kysely } from 'kysely';
import * as v from 'valibot';
import type { Named } from '#lib/campaign/campaign.ts';
import { ROLES, type Role } from '#lib/protocol/people.ts';
import type { Database } from '#lib/server/db/schema.ts';
import { createAccounts, type NewAccount } from './accounts.ts';
import { postNames } from './post-names.ts';
import { readablePassword } from './readable-password.ts';
import { verifyPassword } from './passwords.ts';

/** How somebody may sign in to a demonstration, as its file lists it. */
export interface DemoAccount {
	username: string;
	password: string;
	role: Role;
	unit?: string;
	group?: string;
}

const DemoFile = v.array(
	v.object({
		username: v.string(),
		password: v.pipe(v.string(), v.minLength(1)),
		role: v.picklist(ROLES),
		unit: v.optional(v.string()),
		group: v.optional(v.string())
	})
);

const GROUPS = 8;
/** Of each group; the first one leads it. */
const MEMBERS = 3;

/**
 * One account per role, working group, district with communes, and commune, all with one password
 * that is kept in `file` and nowhere else. A lost file means a new password for all of them.
 */
export async function ensureDemoAccounts(
	db: Kysely<Database>,
	campaignId: number,
	file: string
): Promise<DemoAccount[]> {
	const listed = await readDemoAccounts(file);
	const password = listed?.[0]?.password ?? readablePassword();
	const wanted = await accountsOf(db, campaignId, password);
	await nameGroups(db, campaignId);
	const resetPasswords = !(await stillOpens(db, 'leader', password));
	await createAccounts(db, wanted, { resetPasswords });
	const accounts = wanted.map(({ username, grant: { role, unit, group } }) => ({
		username,
		password,
		role,
		...(unit === undefined ? {} : { unit }),
		...(group === undefined ? {} : { group })
	}));
	if (JSON.stringify(listed) !== JSON.stringify(accounts)) await write(file, accounts);
	return accounts;
}

/** The accounts listed in `file`, or null when it is missing or not such a list. */
export async function readDemoAccounts(file: string): Promise<DemoAccount[] | null> {
	try {
		return v.parse(DemoFile, JSON.parse(await readFile(file, 'utf8')));
	} catch {
		return null;
	}
}

async function accountsOf(
	db: Kysely<Database>,
	campaign_id: number,
	password: string
): Promise<NewAccount[]> {
	const units = await db
		.selectFrom('unit')
		.select(['code', 'parent_code', 'level', 'type', 'name_vi', 'name_en'])
		.where('campaign_id', '=', campaign_id)
		.orderBy('position')
		.execute();
	const communes = units.filter(({ level }) => level === 'commune');
	const parents = new Set(communes.map(({ parent_code }) => parent_code));
	const districts = units.filter(({ level, code }) => level === 'district' && parents.has(code));

	const names = postNames(units);
	const named = ({ name_vi, name_en }: Named): [string, string] => [name_vi, name_en];
	const account = (
		username: string,
		[name_vi, name_en]: [string, string],
		grant: Omit<NewAccount['grant'], 'campaign_id'>
	): NewAccount => {
		return {
			username,
			password,
			name_vi,
			name_en,
			is_demo: true,
			grant: { campaign_id, ...grant }
		};
	};
	return [
		account('leader', ['Lãnh đạo tỉnh', 'Provincial leader'], { role: 'leader' }),
		account('coordinator', ['Điều phối viên', 'Coordinator'], { role: 'coordinator' }),
		account('administrator', ['Quản trị hệ thống', 'Administrator'], { role: 'administrator' }),
		...Array.from({ length: GROUPS * MEMBERS }, (_, index) => {
			const group = Math.floor(index / MEMBERS) + 1;
			const member = (index % MEMBERS) + 1;
			const leads = member === 1;
			return account(
				leads ? `group-${group}` : `group-${group}-${member}`,
				leads
					? [`Tổ trưởng tổ ${group}`, `Lead of group ${group}`]
					: [`Thành viên ${member}, tổ ${group}`, `Member ${member} of group ${group}`],
				{ role: 'group_member', group: `group-${group}`, leads }
			);
		}),
		...districts.map((unit) =>
			account(`district-${unit.code}`, named(names.districtOfficer(unit)), {
				role: 'district_officer',
				unit: unit.code
			})
		),
		...communes.map((unit) =>
			account(`commune-${unit.code}`, named(names.focalPoint(unit)), {
				role: 'focal_point',
				unit: unit.code
			})
		)
	];
}

/** The demo's groups, each starting from another district. */
async function nameGroups(db: Kysely<Database>, campaign_id: number): Promise<void> {
	const districts = await db
		.selectFrom('unit')
		.select('code')
		.where('campaign_id', '=', campaign_id)
		.where('level', '=', 'district')
		.orderBy('position')
		.execute();
	const groups = Array.from({ length: GROUPS }, (_, position) => ({
		campaign_id,
		code: `group-${position + 1}`,
		name_vi: `Tổ công tác số ${position + 1}`,
		name_en: `Working group ${position + 1}`,
		base_code: districts[position % Math.max(districts.length, 1)]?.code ?? null,
		position
	}));
	await db
		.insertInto('working_group')
		.values(groups)
		.onConflict((known) => known.columns(['campaign_id', 'code']).doNothing())
		.execute();
}

async function stillOpens(
	db: Kysely<Database>,
	username: string,
	password: string
): Promise<boolean> {
	const account = await db
		.selectFrom('account')
		.select('password_hash')
		.where('username', '=', username)
		.executeTakeFirst();
	return account !== undefined && (await verifyPassword(account.password_hash, password));
}

/** Whole or not at all, and only for the owner: the file opens every demo account. */
async function write(file: string, accounts: DemoAccount[]): Promise<void> {
	await mkdir(dirname(file), { recursive: true });
	const lines = accounts.map((account) => `\t${JSON.stringify(account)}`);
	await writeFile(`${file}.new`, `[\n${lines.join(',\n')}\n]\n`, { mode: 0o600 });
	await rename(`${file}.new`, file);
}
