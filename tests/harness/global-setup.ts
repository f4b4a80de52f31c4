import type { TestProject } from 'vitest/node';
import { prepareTestServer } from './test-server.ts';

/** One PostgreSQL for the whole run. Test files get their databases by `createTestDatabase` or `createCampaign`. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
	const { server, close } = await prepareTestServer();
	project.provide('testServer', server);
	return close;
}
