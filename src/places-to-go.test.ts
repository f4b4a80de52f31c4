import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

/** Whatever sends a browser to an address. */
const SENDS =
	/\blocation\.(?:assign|replace)\(|\blocation(?:\.href)? = |Response\.redirect\(|\.openWindow\(|\.navigate\(|\bgoto\(|\bredirect\(/;

/** Where each file that sends somebody somewhere takes the address from. `outside`: it has to ask `localPath`. */
const SENDERS: Record<string, 'outside' | 'our own code'> = {
	'src/lib/components/shell/CampaignSwitch.svelte': 'our own code',
	'src/lib/components/today/GroupToday.svelte': 'our own code',
	'src/lib/components/outbox/SessionOver.svelte': 'our own code',
	'src/lib/components/outbox/SignOut.svelte': 'our own code',
	'src/lib/components/requests/requests-page.svelte.ts': 'our own code',
	'src/lib/server/http/enter-campaign.ts': 'our own code',
	'src/routes/(app)/[campaign]/InCampaign.svelte': 'our own code',
	'src/routes/(app)/[campaign]/+page.server.ts': 'our own code',
	'src/routes/(app)/[campaign]/account/+page.server.ts': 'our own code',
	'src/routes/(app)/[campaign]/map/+page.svelte': 'our own code',
	'src/routes/(app)/[campaign]/review/+page.svelte': 'our own code',
	'src/routes/+page.server.ts': 'our own code',
	'src/routes/login/+page.server.ts': 'outside',
	'src/routes/login/+page.svelte': 'our own code', // what its action answered
	'src/routes/logout/+server.ts': 'our own code',
	'src/routes/offline/+page.svelte': 'outside',
	'src/service-worker/caches.ts': 'our own code', // a path that is a page: see `isPage`
	'src/service-worker/index.ts': 'our own code',
	'src/service-worker/push.ts': 'outside'
};

test('whoever sends a browser somewhere says where the address comes from, and asks when it is from outside', () => {
	const sources = globSync('src/**/*.{ts,svelte}').filter(
		(path) => !path.endsWith('.test.ts') && !path.startsWith('src/lib/paraglide/')
	);
	const senders = sources
		.map((path) => ({ path, text: readFileSync(path, 'utf8') }))
		.filter(({ text }) => SENDS.test(text));
	expect(senders.map(({ path }) => path).sort()).toEqual(Object.keys(SENDERS).sort());
	for (const { path, text } of senders) {
		if (SENDERS[path] === 'outside') expect(text, path).toMatch(/\blocalPath\(/);
	}
});
