import { randomUUID } from 'node:crypto';
import { onExit } from '#lib/server/db/on-exit.ts';
import { createCampaign, SLUG } from '../harness/campaign.ts';
import { signIn } from '../harness/client.ts';
import type { TestDatabase, TestServer } from '../harness/database.ts';
import { startProxy, type Proxy } from '../harness/proxy.ts';
import { startServer } from '../harness/server.ts';
import { prepareTestServer } from '../harness/test-server.ts';

/** The production server on a database of its own, reached over a network that can be cut. */
export interface Product {
	url: string;
	password: string;
	database: TestDatabase;
	network: Pick<Proxy, 'cut' | 'heal'>;
	/** Somebody gives a command at the API. @returns its result */
	give: (username: string, type: string, input: object) => Promise<Record<string, number>>;
	stop: () => Promise<void>;
}

/** PostgreSQL, and a campaign on its first morning that every engine gets a copy of. */
export async function prepareProducts(): Promise<{
	start: () => Promise<Product>;
	close: () => Promise<void>;
}> {
	const { server, close } = await prepareTestServer();
	return { start: () => startProduct(server), close };
}

async function startProduct(prepared: TestServer): Promise<Product> {
	const { database, campaign } = await createCampaign({ server: prepared });
	const { password } = campaign;
	const server = await startServer(database.url);
	const forget = onExit(() => process.kill(server.pid));
	const network = await startProxy(server.port);
	return {
		...{ url: network.url, password, database, network },
		give: async (username, type, input) => {
			const token = await signIn(server.url, username, password);
			const response = await fetch(`${server.url}/api/v1/campaigns/${SLUG}/commands`, {
				method: 'POST',
				headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
				body: JSON.stringify({ id: randomUUID(), type, input })
			});
			const answer = (await response.json()) as { ok: boolean; result: Record<string, number> };
			if (!answer.ok) throw new Error(`${type} was refused: ${JSON.stringify(answer)}`);
			return answer.result;
		},
		stop: async () => {
			forget();
			await network.close();
			await server.stop();
			await database.drop();
		}
	};
}
