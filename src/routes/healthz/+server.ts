import { json } from '@sveltejs/kit';
import { runtime } from '#lib/server/runtime.ts';

/**
 * 200 while people's acts are taken; 503 while the database is away, read-only or full, or is being prepared.
 * For load balancers and watchdogs; `status` says why.
 */
export async function GET() {
	const { live, campaigns, health } = runtime();
	const status = await health.look();
	const state = {
		screens: live.screens,
		campaigns: campaigns.all().map(({ slug, board }) => ({ slug, seq: board.seq }))
	};
	if (status === 'ok' && !campaigns.started) {
		return json({ status: 'starting', ...state }, { status: 503 });
	}
	if (status === 'ok') return json({ status, ...state });
	const since = campaigns.heardAt?.toISOString() ?? null;
	return json({ status, since, ...state }, { status: 503 });
}
