import { parseArgs } from 'node:util';
import { readDemoAccounts } from '#lib/server/auth/demo-accounts.ts';
import { simulate } from './simulation/simulate.ts';
import { failInOneSentence, sentenceOf } from '#lib/server/program.ts';

failInOneSentence();

// node src/cli/simulate.ts --url http://127.0.0.1:4173 --campaign quang-tri-2025 \
//   --accounts .data/demo-accounts.json --seed 2025 [--until-day 3]
const { values } = parseArgs({
	options: {
		url: { type: 'string', default: 'http://127.0.0.1:4173' },
		campaign: { type: 'string', default: 'quang-tri-2025' },
		accounts: { type: 'string', default: '.data/demo-accounts.json' },
		seed: { type: 'string', default: '2025' },
		'until-day': { type: 'string' }
	}
});

const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stop.abort());
process.on('disconnect', () => stop.abort());

const accounts = await readDemoAccounts(values.accounts);
if (!accounts) {
	console.error(`${values.accounts} is not a list of demo accounts.`);
	process.exit(1);
}
const until = values['until-day'];
try {
	await simulate({
		baseUrl: values.url,
		campaign: values.campaign,
		accounts,
		seed: values.seed,
		untilDay: until === undefined ? undefined : Number(until),
		signal: stop.signal,
		log: (line) => console.log(`  simulation: ${line}`)
	});
} catch (error) {
	console.error(`  simulation: ${sentenceOf(error)}`);
	process.exit(1);
}
process.exit(0);
