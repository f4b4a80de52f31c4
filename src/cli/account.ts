import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import type { Named } from '#lib/campaign/campaign.ts';
import { ROLES, type Role } from '#lib/protocol/people.ts';
import { createAccounts, type NewAccount } from '#lib/server/auth/accounts.ts';
import { placeUsernames } from '#lib/server/auth/place-usernames.ts';
import { isLeaf } from '#lib/campaign/places/tree.ts';
import { loadCampaign, loadUnits } from '#lib/server/log/load-setup.ts';
import { USERNAME } from '#lib/server/auth/sign-in.ts';
import { postNames } from '#lib/server/auth/post-names.ts';
import { readablePassword } from '#lib/server/auth/readable-password.ts';
import { connect } from '#lib/server/db/connect.ts';
import { openBeside } from '#lib/server/db/open.ts';
import { announceGroup } from '#lib/server/visits/announce-group.ts';
import { readSettings } from '#lib/server/settings.ts';
import { failInOneSentence, sentenceOf } from '#lib/server/program.ts';
import { CHANGES, grantsChanged, passwordsReset, takeRole } from './account-changes.ts';

failInOneSentence();

const HELP = `npm run account -- --campaign SLUG (--username NAME --role ROLE | --each-place)
npm run account -- (--disable NAME | --enable NAME | --password NAME)

  --role ROLE      ${ROLES.join(', ')};
                   another one than before ends the account's sessions; none takes the role away
  --unit CODE      the area of a district officer, or the reporting place of a focal point
  --group CODE     the working group of a group member
  --leads          this member leads the group
  --email ADDRESS  where notices are mailed to
  --locale vi|en   the language of this mail, until its reader chooses another on a page
  --name TEXT      what to call the account; as before, or its user name, when absent
  --each-place     one focal point account for every place that reports: LEVEL-CODE, in small letters
  --prefix TEXT    the beginning of these names instead of the level's key
  --same-people    lets accounts that exist in another campaign take part in this one too
  --reset          give accounts that exist a new password, and end their sessions
  --disable NAME   nobody signs in with the account any more, and its sessions end
  --enable NAME    takes that back
  --password NAME  gives the account a new password, and ends its sessions
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
		'each-place': { type: 'boolean', default: false },
		prefix: { type: 'string' },
		'same-people': { type: 'boolean', default: false },
		reset: { type: 'boolean', default: false },
		disable: { type: 'string' },
		enable: { type: 'string' },
		password: { type: 'string' },
		out: { type: 'string' }
	}
});
const { campaign: slug, username, role, unit, group, leads, email } = values;
const { out } = values;
const locale = (['vi', 'en'] as const).find((known) => known === values.locale);
const complete =
	values['each-place'] || (username && (role === 'none' || ROLES.includes(role as Role)));
const changes = (['disable', 'enable', 'password'] as const).flatMap((act) => {
	const name = values[act];
	return name === undefined ? [] : [{ act, name }];
});
const [change] = changes;
const creates = slug && complete && !(values.locale && !locale);
if (change ? changes.length > 1 || slug || username : !creates) {
	console.error(HELP);
	process.exit(2);
}

const database = await openBeside(readSettings(process.env));
const { db } = connect(database.url, { max: 2, applicationName: 'tien-do account' });
try {
	if (change) console.log(await CHANGES[change.act](db, change.name));
	else await giveRoles(slug ?? '');
} catch (error) {
	console.error(sentenceOf(error));
	process.exitCode = 1;
} finally {
	await db.destroy();
	await database.stop();
}

/** Makes accounts, or gives those that exist another role. @throws naming what is wrong */
async function giveRoles(slug: string): Promise<void> {
	const campaign = await db
		.selectFrom('campaign')
		.select(['id', 'slug'])
		.where('slug', '=', slug)
		.executeTakeFirst();
	if (!campaign)
		throw new Error(`There is no campaign ${slug}; npm run campaign -- FOLDER loads one.`);
	if (role === 'none') return console.log(await takeRole(db, campaign, username ?? ''));
	const accounts = values['each-place'] ? await eachPlace(campaign.id) : [await one(campaign.id)];
	const names = accounts.map((account) => account.username);
	const found = db.selectFrom('account').select('username').where('username', 'in', names);
	const existed = (await found.execute()).map((account) => account.username);
	const granted = await createAccounts(db, accounts, { resetPasswords: values.reset });
	if (email !== undefined || locale) {
		await db
			.updateTable('account')
			.set({ ...(email !== undefined && { email: email || null }), ...(locale && { locale }) })
			.where('username', 'in', names)
			.execute();
	}
	await grantsChanged(db, campaign, granted);
	if (values.reset) await passwordsReset(db, existed);
	if (group !== undefined) await announceGroup(db, campaign.id, group);
	const kept = values.reset ? new Set<string>() : new Set(existed);
	const made = accounts.filter((account) => !kept.has(account.username));
	const rows = made.map((account) => `${account.username},${account.password}`);
	if (out) await writeFile(out, `username,password\n${rows.join('\n')}\n`, { mode: 0o600 });
	else if (rows.length > 0) console.log(rows.join('\n').replaceAll(',', '  '));
	console.log(
		`${made.length} account(s) with a new password; ${kept.size} kept theirs (--reset gives new ones).`
	);
}

/** @throws naming the option that is wrong */
async function one(campaign_id: number): Promise<NewAccount> {
	if (!USERNAME.test(username ?? '')) {
		throw new Error('--username takes 2 to 63 of a-z, 0-9, ".", "_" and "-".');
	}
	const bound = role === 'district_officer' || role === 'focal_point' ? role : null;
	if ((bound !== null) !== (unit !== undefined)) {
		throw new Error(`--role ${role} ${bound ? 'needs a' : 'takes no'} --unit.`);
	}
	if ((role === 'group_member') !== (group !== undefined)) {
		throw new Error(`--role ${role} ${group ? 'takes no' : 'needs a'} --group.`);
	}
	if (group !== undefined && !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(group)) {
		throw new Error('--group takes a-z and 0-9, parted by single "-": group-1.');
	}
	if (leads && group === undefined) throw new Error('--leads needs a --group.');
	if (email && (values['each-place'] || !/^[^\s@\p{C}]+@[^\s@\p{C}]+$/u.test(email))) {
		throw new Error('--email takes one address, for one account.');
	}
	if (bound && unit) await checkUnit(campaign_id, unit, bound);
	const place = { ...(unit && { unit }), ...(group && { group, leads }) };
	const grant = { campaign_id, role: role as Role, ...place };
	const names = await namesOf(username ?? '');
	return { username: username ?? '', password: readablePassword(), ...names, grant };
}

/** What to call the account: as asked, as it is called already, or by its user name. */
async function namesOf(username: string): Promise<Named> {
	const { name } = values;
	if (name !== undefined) return { name_vi: name, name_en: name };
	const known = await db
		.selectFrom('account')
		.select(['name_vi', 'name_en'])
		.where('username', '=', username)
		.executeTakeFirst();
	return known ?? { name_vi: username, name_en: username };
}

/** An officer may be bound to any unit, a focal point to one that reports. @throws saying what the campaign lacks */
async function checkUnit(
	campaign_id: number,
	code: string,
	role: 'district_officer' | 'focal_point'
): Promise<void> {
	const { campaign, units } = await setupOf(campaign_id);
	const unit = units.get(code);
	if (!unit) throw new Error(`The campaign has no unit ${code}.`);
	if (role === 'focal_point' && !isLeaf(campaign, unit)) {
		throw new Error(
			`${code} reports nothing: a focal point belongs to a ${campaign.levels.at(-1)?.key}.`
		);
	}
}

function setupOf(campaign_id: number) {
	return db.transaction().execute(async (tx) => {
		const { campaign } = await loadCampaign(tx, campaign_id);
		return { campaign, units: await loadUnits(tx, campaign_id) };
	});
}

async function eachPlace(campaign_id: number): Promise<NewAccount[]> {
	const { campaign, units } = await setupOf(campaign_id);
	const names = postNames([...units.values()]);
	const leaves = [...units.values()].filter((unit) => isLeaf(campaign, unit));
	const prefix = values.prefix ?? campaign.levels.at(-1)?.key ?? '';
	const usernames = placeUsernames(
		prefix,
		leaves.map(({ code }) => code)
	);
	if (!values['same-people']) await checkStrangers(campaign_id, [...usernames.values()]);
	return leaves.map((unit) => ({
		username: usernames.get(unit.code) ?? '',
		password: readablePassword(),
		...names.focalPoint(unit),
		grant: { campaign_id, role: 'focal_point', unit: unit.code }
	}));
}

/** Two organisations may have places of one code. @throws naming accounts that take part in other campaigns alone */
async function checkStrangers(campaign_id: number, usernames: string[]): Promise<void> {
	const strangers = await db
		.selectFrom('account as a')
		.select('a.username')
		.where('a.username', 'in', usernames)
		.where((eb) => {
			const here = eb
				.selectFrom('role_grant as g')
				.select('g.role')
				.whereRef('g.account_id', '=', 'a.id')
				.where('g.campaign_id', '=', campaign_id);
			return eb.not(eb.exists(here));
		})
		.orderBy('a.username')
		.execute();
	if (strangers.length === 0) return;
	const named = strangers.slice(0, 5).map(({ username }) => username);
	throw new Error(
		`${strangers.length} of these accounts exist and do not take part in this campaign (${named.join(', ')}…). ` +
			'Choose other names with --prefix, or say --same-people if they are the same people.'
	);
}
