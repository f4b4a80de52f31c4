import type { TestProject } from 'vitest/node';
import { prepareCampaign } from '../harness/campaign.ts';
import { createTestDatabase, prepareTestServer } from '../harness/database.ts';

/** As for the integration tests, but what is copied for every test has the campaign in it already. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
	const { server, close } = await prepareTestServer();
	const { db, url } = await createTestDatabase(server);
	await prepareCampaign({ db });
	await db.destroy(); // a database that somebody is connected to cannot be copied
	project.provide('testServer', { ...server, template: new URL(url).pathname.slice(1) });
	return close;
}
