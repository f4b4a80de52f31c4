import { fork } from 'node:child_process';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { readSettings } from '#lib/server/settings.ts';
import { startEmbedded } from '#lib/server/db/embedded.ts';
import { failInOneSentence } from '#lib/server/program.ts';
import { runServer } from '#lib/server/run-server.ts';
import { onParentGone } from '#lib/server/watch-parent.ts';
import { openDemoDatabase } from './demo-database.ts';
import { prepareDemoAccounts, prepareDemoCampaign } from './demo-campaign.ts';
import { step } from './step.ts';

const HELP = `npm run demo -- [options]

  --port N              port to listen on (4173)
  --fresh               wipe the demo database first
  --seconds-per-day N   real seconds one campaign day takes (60)
  --seed TEXT           another simulated campaign
  --still               no simulated reports: an empty campaign on its first day
`;

failInOneSentence();
const { values } = parseArgs({
	options: {
		port: { type: 'string', default: '4173' },
		host: { type: 'string', default: '127.0.0.1' },
		fresh: { type: 'boolean', default: false },
		'seconds-per-day': { type: 'string', default: '60' },
		seed: { type: 'string', default: '2025' },
		still: { type: 'boolean', default: false },
		help: { type: 'boolean', default: false }
	}
});
if (values.help) {
	console.log(HELP);
	process.exit(0);
}
const { still, fresh, seed } = values;
const secondsPerDay = Number(values['seconds-per-day']);
if (!(secondsPerDay >= 2 && secondsPerDay <= 86_400)) {
	console.error('--seconds-per-day takes a number from 2 to 86400');
	process.exit(2);
}
const settings = readSettings({
	LOG_LEVEL: 'warn',
	...process.env,
	PORT: values.port,
	HOST: values.host
});
const accountsFile = join(settings.DATA_DIR, 'demo-accounts.json');

const postgres = await step('PostgreSQL', () =>
	startEmbedded({
		dataDir: join(settings.DATA_DIR, 'demo'),
		log: (line) => console.log(`  ${line}`)
	})
);
const { url, db } = await step('Database', () =>
	openDemoDatabase(postgres, still ? 'tien_do_still' : 'tien_do_demo', fresh)
);
const campaign = await step('Campaign Quảng Trị 2025', () =>
	prepareDemoCampaign(db, still ? null : secondsPerDay)
);
const accounts = await step('Demo accounts', () =>
	prepareDemoAccounts(db, campaign.id, accountsFile)
);
await db.destroy();
const server = await step('Server', () => runServer(settings, url, { demo: { accounts } }));

const simulator = still
	? null
	: fork(
			join(import.meta.dirname, 'simulate.ts'),
			[
				'--url',
				server.url,
				'--campaign',
				campaign.slug,
				'--accounts',
				accountsFile,
				'--seed',
				seed
			],
			{ stdio: ['ignore', 'inherit', 'inherit', 'ipc'] }
		);

const password = accounts[0]?.password ?? '';
const width = Math.max(
	...['leader', 'coordinator', 'administrator', 'district-461'].map((n) => n.length)
);
const line = (username: string, what: string) => `    ${username.padEnd(width)}  ${what}`;
console.log(`
  Tiến Độ is running:  ${server.url}

  Sign in with one of these accounts, password  ${password}
${line('leader', 'provincial leader: the live map')}
${line('coordinator', 'Department of Justice')}
${line('district-461', 'district officer of Đông Hà')}
${line('group-1', 'member of a working group')}
${line('commune-19678', 'focal point of xã Triệu Thành; one per commune, by its code')}
${line('administrator', 'administrator')}
  All of them: ${accountsFile}

  ${still ? 'An empty campaign on its first day.' : `Simulated reports, one day every ${secondsPerDay} s, from ${campaign.day}.`}
  Ctrl+C stops it.
`);

let stopping = false;
async function stop(): Promise<void> {
	if (stopping) return;
	stopping = true;
	console.log('\n  Stopping …');
	simulator?.kill('SIGTERM');
	await server.stop();
	await postgres.stop();
	process.exit(0);
}
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const)
	process.on(signal, () => void stop());
onParentGone(() => void stop());
