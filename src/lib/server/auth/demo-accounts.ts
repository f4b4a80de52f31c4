import { loadCampaign, loadUnits } from '../log/load-setup.ts';
import { areasOf, isLeaf } from '#lib/campaign/places/tree.ts';
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
 * One account per role, working group, area and reporting place, all with one password
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
	const { campaign, units } = await loadSetup(db, campaign_id);
	const leaves = [...units.values()].filter((unit) => isLeaf(campaign, unit));
	const { key: leaf = 'place' } = campaign.levels.at(-1) ?? {};
	const names = postNames([...units.values()]);
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
		account('leader', ['Lãnh đạo', 'Leader'], { role: 'leader' }),
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
		...areasOf({ campaign, units }).map((unit) =>
			account(`${unit.level}-${unit.code}`.toLowerCase(), named(names.officer(unit)), {
				role: 'district_officer',
				unit: unit.code
			})
		),
		...leaves.map((unit) =>
			account(`${leaf}-${unit.code}`.toLowerCase(), named(names.focalPoint(unit)), {
				role: 'focal_point',
				unit: unit.code
			})
		)
	];
}

/** A campaign and its places, as the tables have them. */
function loadSetup(db: Kysely<Database>, campaign_id: number) {
	return db.transaction().execute(async (tx) => {
		const { campaign } = await loadCampaign(tx, campaign_id);
		return { campaign, units: await loadUnits(tx, campaign_id) };
	});
}

/** The demo's groups, each starting from another area. */
async function nameGroups(db: Kysely<Database>, campaign_id: number): Promise<void> {
	const { campaign, units } = await loadSetup(db, campaign_id);
	const bases = [...units.values()].filter(
		(unit) => unit.parent !== null && !isLeaf(campaign, unit)
	);
	const groups = Array.from({ length: GROUPS }, (_, position) => ({
		campaign_id,
		code: `group-${position + 1}`,
		name_vi: `Tổ công tác số ${position + 1}`,
		name_en: `Working group ${position + 1}`,
		base_code: bases[position % Math.max(bases.length, 1)]?.code ?? null,
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
