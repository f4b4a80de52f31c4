import { json } from '@sveltejs/kit';
import { readToken } from '#lib/server/auth/cookie.ts';
import { holderOf } from '#lib/server/auth/session-memory.ts';
import { runtime } from '#lib/server/runtime.ts';
import type { RequestHandler } from './$types';

/**
 * 200 while people's acts are taken; 503 while the database is away, read-only or full, or is being prepared.
 * For load balancers and watchdogs; `status` says why. Strangers learn no more than that; administrators also
 * how many screens are connected and how far their campaigns are.
 */
export const GET: RequestHandler = async ({ request }) => {
	const { campaigns, health } = runtime();
	const [status, state] = await Promise.all([health.look(), detailsFor(request)]);
	if (status === 'ok' && !campaigns.started) {
		return json({ status: 'starting', ...state }, { status: 503 });
	}
	if (status === 'ok') return json({ status, ...state });
	const since = campaigns.heardAt?.toISOString() ?? null;
	return json({ status, since, ...state }, { status: 503 });
};

async function detailsFor(request: Request): Promise<object> {
	const token = readToken(request);
	if (!token) return {};
	const { live, campaigns } = runtime();
	const valid = await holderOf(runtime(), token, new Date()).catch(() => null);
	const run = valid?.person.grants.filter(({ role }) => role === 'administrator') ?? [];
	if (run.length === 0) return {};
	return {
		screens: live.screens,
		campaigns: run.flatMap(({ campaign: slug }) => {
			const log = campaigns.get(slug);
			return log ? [{ slug, seq: log.board.seq }] : [];
		})
	};
}
