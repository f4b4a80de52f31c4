import { json } from '@sveltejs/kit';
import { runtime } from '#lib/server/runtime.ts';

/** 200 while the database answers, 503 while it does not; for load balancers and watchdogs. */
export async function GET() {
	const { pool, live, campaigns } = runtime();
	const state = {
		screens: live.screens,
		campaigns: campaigns.all().map(({ slug, board }) => ({ slug, seq: board.seq }))
	};
	try {
		await pool.query('select 1');
		return json({ status: 'ok', ...state });
	} catch {
		const since = campaigns.heardAt?.toISOString() ?? null;
		return json({ status: 'database away', since, ...state }, { status: 503 });
	}
}
