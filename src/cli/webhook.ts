import { randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
import { connect } from '#lib/server/db/connect.ts';
import { openBeside } from '#lib/server/db/open.ts';
import { readSettings } from '#lib/server/settings.ts';
import { failInOneSentence, sentenceOf } from '#lib/server/program.ts';

failInOneSentence();

const HELP = `npm run webhook -- --campaign SLUG (--url URL | --remove)

  --url URL   called with every notice of the campaign, signed; see docs/running.md
  --remove    nobody is called any more

The secret that signs is made here and shown once.`;

const { values } = parseArgs({
	options: {
		campaign: { type: 'string' },
		url: { type: 'string' },
		remove: { type: 'boolean', default: false }
	}
});
const { campaign: slug, url, remove } = values;
if (!slug || (url === undefined) !== remove) {
	console.error(HELP);
	process.exit(2);
}
if (url !== undefined && !/^https?:$/.test(URL.parse(url)?.protocol ?? '')) {
	console.error('--url takes an address that begins with https:// or http://');
	process.exit(2);
}

const database = await openBeside(readSettings(process.env));
const { db } = connect(database.url, { max: 2, applicationName: 'tien-do webhook' });
try {
	const secret = url === undefined ? null : randomBytes(32).toString('base64url');
	const set = await db
		.updateTable('campaign')
		.set({ webhook_url: url ?? null, webhook_secret: secret })
		.where('slug', '=', slug)
		.executeTakeFirst();
	if (set.numUpdatedRows === 0n) throw new Error(`There is no campaign ${slug}.`);
	console.log(secret ? `${url} is called from now on.\nsecret  ${secret}` : 'Nobody is called.');
} catch (error) {
	console.error(sentenceOf(error));
	process.exitCode = 1;
} finally {
	await db.destroy();
	await database.stop();
}
