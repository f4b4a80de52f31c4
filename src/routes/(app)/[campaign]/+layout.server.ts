import { setImmediate as nextTurn } from 'node:timers/promises';
import { personOf } from '#lib/server/auth/sessions.ts';
import { enterPage } from '#lib/server/http/enter-campaign.ts';
import { runtime } from '#lib/server/runtime.ts';
import { snapshotText } from '#lib/server/http/snapshot-text.ts';
import type { LayoutServerLoad } from './$types';

/** The campaign's snapshot for the first paint, written once for all who open a page, and who looks at it. */
export const load: LayoutServerLoad = async (event) => {
	const { person, actor, log } = enterPage(event);
	const { campaigns } = runtime();
	const { text } = snapshotText(log, actor);
	await nextTurn(); // pages are drawn in pieces, so that other requests get their turn
	return {
		person: personOf(person),
		role: actor.role,
		/** Those this person takes part in, for the switch between them. */
		campaigns: person.grants.flatMap(({ campaign: slug }) => {
			const entry = campaigns.get(slug)?.board.campaign;
			return entry ? [{ slug, name_vi: entry.name_vi, name_en: entry.name_en }] : [];
		}),
		snapshot_text: text,
		recent: log.newest(30, actor)
	};
};
