import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { ROLES, type Role } from '#lib/protocol/people.ts';
import { createAccounts, type NewAccount } from '#lib/server/auth/accounts.ts';
import { communeUsernames } from '#lib/server/auth/commune-usernames.ts';
import { USERNAME } from '#lib/server/auth/sign-in.ts';
import { readablePassword } from '#lib/server/auth/readable-password.ts';
import { connect } from '#lib/server/db/connect.ts';
import { openBeside } from '#lib/server/db/open.ts';
import { announceGroup } from '#lib/server/groups/announce-group.ts';
import { readSettings } from '#lib/server/settings.ts';
import { failInOneSentence, sentenceOf } from '#lib/server/program.ts';

failInOneSentence();

const HELP = `npm run account -- --campaign SLUG (--username NAME --role ROLE | --each-commune)

  --role ROLE      ${ROLES.join(', ')}
  --unit CODE      the district or commune of a district officer or focal point
  --group CODE     the working group of a group member
  --leads          this member leads the group
  --email ADDRESS  where notices are mailed to
  --locale vi|en   the language of this mail, until its reader chooses another on a page
  --name TEXT      what to call the account; its user name when absent
  --each-commune   one focal point account for every commune: commune-CODE, in small letters
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
		leads: { type: 'boolean', default: false },
		email: { type: 'string' },
		locale: { type: 'string' },
		name: { type: 'string' },
		'each-commune': { type: 'boolean', default: false },
		reset: { type: 'boolean', default: false },
		out: { type: 'string' }
	}
});
const { campaign: slug, username, role, unit, group, leads, email } = values;
const { name = username, out } = values;
const locale = (['vi', 'en'] as const).find((known) => known === values.locale);
const complete = values['each-commune'] || (username && ROLES.includes(role as Role));
if (!slug || !complete || (values.locale && !locale)) {
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
	const accounts = values['each-commune']
		? await eachCommune(campaign.id)
		: [await one(campaign.id)];
	const names = accounts.map((account) => account.username);
	const found = db.selectFrom('account').select('username').where('username', 'in', names);
	const existed = (await found.execute()).map((account) => account.username);
	await createAccounts(db, accounts, { resetPasswords: values.reset });
	if (email !== undefined || locale) {
		await db
			.updateTable('account')
			.set({ ...(email !== undefined && { email: email || null }), ...(locale && { locale }) })
			.where('username', 'in', names)
			.execute();
	}
	if (group !== undefined) await announceGroup(db, campaign.id, group);
	const kept = values.reset ? new Set<string>() : new Set(existed);
	const made = accounts.filter((account) => !kept.has(account.username));
	const rows = made.map((account) => `${account.username},${account.password}`);
	if (out) await writeFile(out, `username,password\n${rows.join('\n')}\n`, { mode: 0o600 });
	else if (rows.length > 0) console.log(rows.join('\n').replaceAll(',', '  '));
	console.log(
		`${made.length} account(s) with a new password; ${kept.size} kept theirs (--reset gives new ones).`
	);
} catch (error) {
	console.error(sentenceOf(error));
	process.exitCode = 1;
} finally {
	await db.destroy();
	await database.stop();
}

/** @throws naming the option that is wrong */
async function one(campaign_id: number): Promise<NewAccount> {
	if (!USERNAME.test(username ?? '')) {
		throw new Error('--username takes 2 to 63 of a-z, 0-9, ".", "_" and "-".');
	}
	const level = { district_officer: 'district', focal_point: 'commune' }[role ?? ''] ?? null;
	if ((level !== null) !== (unit !== undefined)) {
		throw new Error(
			`--role ${role} ${level ? `needs the --unit of a ${level}` : 'takes no --unit'}.`
		);
	}
	if ((role === 'group_member') !== (group !== undefined)) {
		throw new Error(`--role ${role} ${group ? 'takes no' : 'needs a'} --group.`);
	}
	if (group !== undefined && !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(group)) {
		throw new Error('--group takes a-z and 0-9, parted by single "-": group-1.');
	}
	if (leads && group === undefined) throw new Error('--leads needs a --group.');
	if (email && (values['each-commune'] || !/^[^\s@]+@[^\s@]+$/.test(email))) {
		throw new Error('--email takes one address, for one account.');
	}
	if (level && unit && !(await isUnit(campaign_id, unit, level))) {
		throw new Error(`The campaign has no ${level} ${unit}.`);
	}
	const place = { ...(unit && { unit }), ...(group && { group, leads }) };
	const grant = { campaign_id, role: role as Role, ...place };
	const names = { name_vi: name ?? '', name_en: name ?? '' };
	return { username: username ?? '', password: readablePassword(), ...names, grant };
}

async function isUnit(campaign_id: number, code: string, level: string): Promise<boolean> {
	const unit = await db
		.selectFrom('unit')
		.select('level')
		.where('campaign_id', '=', campaign_id)
		.where('code', '=', code)
		.executeTakeFirst();
	return unit?.level === level;
}

async function eachCommune(campaign_id: number): Promise<NewAccount[]> {
	const communes = await db
		.selectFrom('unit')
		.select(['code', 'type', 'name_vi', 'name_en'])
		.where('campaign_id', '=', campaign_id)
		.where('level', '=', 'commune')
		.orderBy('position')
		.execute();
	const usernames = communeUsernames(communes.map(({ code }) => code));
	return communes.map(({ code, type, name_vi, name_en }) => ({
		username: usernames.get(code) ?? '',
		password: readablePassword(),
		name_vi: `Đầu mối ${name_vi.toLowerCase().startsWith(type) ? name_vi : `${type} ${name_vi}`}`,
		name_en: `Focal point, ${name_en}`,
		grant: { campaign_id, role: 'focal_point', unit: code }
	}));
}
