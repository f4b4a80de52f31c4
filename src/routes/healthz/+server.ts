import { json } from '@sveltejs/kit';
import { runtime } from '#lib/server/runtime.ts';

/** 200 while the database answers, 503 while it does not; for load balancers and watchdogs. */
export async function GET() {
	const { live, campaigns } = runtime();
	const answers = await campaigns.ask();
	const state = {
		screens: live.screens,
		campaigns: campaigns.all().map(({ slug, board }) => ({ slug, seq: board.seq }))
	};
	if (answers) return json({ status: 'ok', ...state });
	const since = campaigns.heardAt?.toISOString() ?? null;
	return json({ status: 'database away', since, ...state }, { status: 503 });
}
