import { prepareTestServer } from '../harness/test-server.ts';

/** One PostgreSQL with a migrated template for the whole run. */
export default async function setup(): Promise<() => Promise<void>> {
	const { server, close } = await prepareTestServer();
	process.env['TEST_SERVER'] = JSON.stringify(server);
	return close;
}
