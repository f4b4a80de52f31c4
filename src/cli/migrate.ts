import { connect } from '#lib/server/db/connect.ts';
import { migrateDown, migrateUp, migrationStatus } from '#lib/server/db/migrate.ts';
import { openBeside } from '#lib/server/db/open.ts';
import { readSettings } from '#lib/server/settings.ts';
import { failInOneSentence, sentenceOf } from '#lib/server/program.ts';

failInOneSentence();

const actions = {
	up: async (db) => {
		const names = await migrateUp(db);
		for (const name of names) console.log(`applied     ${name}`);
		if (names.length === 0) console.log('Nothing to apply: the database is up to date.');
	},
	down: async (db) => {
		const names = await migrateDown(db);
		for (const name of names) console.log(`taken back  ${name}`);
		if (names.length === 0) console.log('Nothing to take back: the database is empty.');
	},
	status: async (db) => {
		for (const { name, appliedAt } of await migrationStatus(db)) {
			console.log(
				`${appliedAt?.toISOString().slice(0, 16).replace('T', ' ') ?? 'to apply        '}  ${name}`
			);
		}
	}
} satisfies Record<string, (db: ReturnType<typeof connect>['db']) => Promise<void>>;

const action = actions[process.argv[2] as keyof typeof actions];
if (!action || process.argv.length > 3) {
	console.error('Usage: npm run migrate -- up | down | status');
	process.exit(2);
}

const { url, stop } = await openBeside(readSettings(process.env), { migrate: false });
// A migration may rewrite a large table: it takes the time it takes.
const { db } = connect(url, { max: 2, applicationName: 'tien-do migrate', statementTimeout: 0 });
try {
	await action(db);
} catch (error) {
	console.error(sentenceOf(error));
	process.exitCode = 1;
} finally {
	await db.destroy();
	await stop();
}
