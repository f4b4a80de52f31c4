import { askOrRecall } from '#lib/server/db/ask-or-recall.ts';
import { enterPage } from '#lib/server/http/enter-campaign.ts';
import { readTitles } from '#lib/server/requests/read-history.ts';
import { runtime } from '#lib/server/runtime.ts';
import type { PageServerLoad } from './$types';

/** A working group's day: the titles its member may read; null while the database is away. */
export const load: PageServerLoad = async (event) => {
	const { log, actor } = enterPage(event, ['group_member']);
	const { db, campaigns } = runtime();
	const titles = await askOrRecall(
		campaigns.live,
		() => readTitles(db, log, actor),
		() => null
	);
	return { titles, group: actor.group };
};
