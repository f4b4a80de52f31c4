import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { ROLES, type Role } from '#lib/protocol/people.ts';
import { createAccounts, type NewAccount } from '#lib/server/auth/accounts.ts';
import { readablePassword } from '#lib/server/auth/readable-password.ts';
import { connect } from '#lib/server/db/connect.ts';
import { openBeside } from '#lib/server/db/open.ts';
import { readSettings } from '#lib/server/settings.ts';

const HELP = `npm run account -- --campaign SLUG (--username NAME --role ROLE | --each-commune)

  --role ROLE      ${ROLES.join(', ')}
  --unit CODE      the district or commune of a district officer or focal point
  --group CODE     the working group of a group member
  --name TEXT      what to call the account; its user name when absent
  --each-commune   one focal point account for every commune: commune-CODE
  --reset          give accounts that exist a new password, and end their sessions
  --out FILE       write user names and passwords to this CSV file (for the owner's eyes only)

Passwords are made here and shown once; only their hash is stored.`;

const { values } = parseArgs({
	options: {
		campaign: { type: 'string' },
		username: { type: 'string' },
		role: { type: 'string' },
		unit: { type: 'string' },
		group: { type: 'string' },
		name: { type: 'string' },
		'each-commune': { type: 'boolean', default: false },
		reset: { type: 'boolean', default: false },
		out: { type: 'string' }
	}
});
const { campaign: slug, username, role, unit, group, name = username, out } = values;
const complete = values['each-commune'] || (username && ROLES.includes(role as Role));
if (!slug || !complete) {
	console.error(HELP);
	process.exit(2);
}

const database = await openBeside(readSettings(process.env));
const { db } = connect(database.url, { max: 2, applicationName: 'tien-do account' });
try {
	const campaign = await db
		.selectFrom('campaign')
		.select('id')
		.where('slug', '=', slug)
		.executeTakeFirst();
	if (!campaign)
		throw new Error(`There is no campaign ${slug}; npm run campaign -- FOLDER loads one.`);
	const accounts = values['each-commune'] ? await eachCommune(campaign.id) : [one(campaign.id)];
	await createAccounts(db, accounts, { resetPasswords: values.reset });
	const rows = accounts.map((account) => `${account.username},${account.password}`);
	if (out) await writeFile(out, `username,password\n${rows.join('\n')}\n`, { mode: 0o600 });
	else console.log(rows.join('\n').replaceAll(',', '  '));
	console.log(
		`${accounts.length} account(s). Accounts that existed keep their password without --reset.`
	);
} catch (error) {
	console.error(error instanceof Error ? error.message : error);
	process.exitCode = 1;
} finally {
	await db.destroy();
	await database.stop();
}

function one(campaign_id: number): NewAccount {
	const grant = { campaign_id, role: role as Role, ...(unit && { unit }), ...(group && { group }) };
	const names = { name_vi: name ?? '', name_en: name ?? '' };
	return { username: username ?? '', password: readablePassword(), ...names, grant };
}

async function eachCommune(campaign_id: number): Promise<NewAccount[]> {
	const communes = await db
		.selectFrom('unit')
		.select(['code', 'type', 'name_vi', 'name_en'])
		.where('campaign_id', '=', campaign_id)
		.where('level', '=', 'commune')
		.orderBy('position')
		.execute();
	return communes.map(({ code, type, name_vi, name_en }) => ({
		username: `commune-${code}`,
		password: readablePassword(),
		name_vi: `Đầu mối ${name_vi.toLowerCase().startsWith(type) ? name_vi : `${type} ${name_vi}`}`,
		name_en: `Focal point, ${name_en}`,
		grant: { campaign_id, role: 'focal_point', unit: code }
	}));
}
