import type { Server as HttpServer } from 'node:http';
import { join } from 'node:path';
import type { ViteDevServer } from 'vite';
import { readSettings } from '#lib/server/settings.ts';
import { startEmbedded } from '#lib/server/db/embedded.ts';
import { startRuntime } from '#lib/server/runtime.ts';
import { onParentGone } from '#lib/server/watch-parent.ts';
import { prepareDemoAccounts, prepareDemoCampaign } from './demo-campaign.ts';
import { openDemoDatabase } from './demo-database.ts';

/**
 * Gives `vite dev` what the production entry gives the build: a database with the demo campaign and the
 * live channel on the same port. Pages reload as usual; a change to the live channel needs a restart.
 */
export async function startLive(vite: ViteDevServer): Promise<void> {
	const settings = readSettings({ LOG_LEVEL: 'warn', ...process.env });
	const { DATA_DIR } = settings;
	const postgres = await startEmbedded({ dataDir: join(DATA_DIR, 'development') });
	const { url, db } = await openDemoDatabase(postgres, 'tien_do_development', false);
	const campaign = await prepareDemoCampaign(db, null);
	const file = join(DATA_DIR, 'development-accounts.json');
	const accounts = await prepareDemoAccounts(db, campaign.id, file);
	await db.destroy();
	const runtime = startRuntime(settings, url, { demo: { accounts } });
	await runtime.opening.done;
	if (!vite.httpServer) return;
	runtime.live.attach(vite.httpServer as HttpServer, { alone: false });
	onParentGone(() => process.kill(process.pid, 'SIGTERM')); // vite then closes its server
	vite.httpServer.once('close', () => {
		void runtime.stop().then(() => postgres.stop());
	});
}
