import { setImmediate as nextTurn } from 'node:timers/promises';
import { personOf } from '#lib/server/auth/sessions.ts';
import { campaignsOf, enterPage } from '#lib/server/http/enter-campaign.ts';
import { snapshotText } from '#lib/server/realtime/snapshot-text.ts';
import type { LayoutServerLoad } from './$types';

/** The campaign's snapshot for the first paint, written once for all who open a page, and who looks at it. */
export const load: LayoutServerLoad = async (event) => {
	const { person, actor, log } = enterPage(event);
	const { text } = snapshotText(log, actor);
	await nextTurn(); // pages are drawn in pieces, so that other requests get their turn
	return {
		person: personOf(person),
		role: actor.role,
		/** For the switch between them. */
		campaigns: campaignsOf(person),
		snapshot_text: text,
		recent: log.newest(30, actor)
	};
};
