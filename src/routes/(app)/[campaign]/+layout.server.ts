import { personOf } from '#lib/server/auth/sessions.ts';
import { enterPage } from '#lib/server/http/enter-campaign.ts';
import { snapshotText } from '#lib/server/http/snapshot-text.ts';
import type { LayoutServerLoad } from './$types';

/** The campaign's snapshot for the first paint, written once for all who open a page, and who looks at it. */
export const load: LayoutServerLoad = (event) => {
	const { person, actor, log } = enterPage(event);
	return {
		person: personOf(person),
		role: actor.role,
		snapshot_text: snapshotText(log, actor).text,
		recent: log.newest(30, actor)
	};
};
