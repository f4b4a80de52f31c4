import { isLeaf } from '#lib/campaign/places/tree.ts';
import { reaches } from '#lib/campaign/reach.ts';
import { communeDays } from '#lib/server/reports/commune-days.ts';
import { askOrRecall } from '#lib/server/db/ask-or-recall.ts';
import { enterPage } from '#lib/server/http/enter-campaign.ts';
import { submitReport } from '#lib/server/reports/submit-report.ts';
import { runtime } from '#lib/server/runtime.ts';
import type { PageServerLoad } from './$types';

/**
 * The commune this person reports for and the days it has reported. `choose`: the person may report
 * for several and named none, or none within reach; `not_for_you`: the role reports for nobody. `at`: the
 * address this answer was made for; without a network the page may be opened under another. `days` is
 * null while the database is away: the page asks again when it is back.
 */
export const load: PageServerLoad = async (event) => {
	const { url, depends, untrack } = event;
	depends('report:days');
	const { log, actor } = enterPage(event);
	const { db, campaigns } = runtime();
	if (!submitReport.roles.includes(actor.role)) return { kind: 'not_for_you' as const, at: null };

	const own = actor.role === 'focal_point';
	// Not tracked: from one day or commune to another the page goes by itself, also without a network.
	const at = untrack(() => ({
		unit: url.searchParams.get('unit'),
		date: url.searchParams.get('date')
	}));
	const code = own ? actor.unit : at.unit;
	const unit = code === null ? undefined : log.board.units.get(code);
	if (!unit || !isLeaf(log.board.campaign, unit) || !reaches(actor, log.board.units, unit.code)) {
		const within = actor.role === 'district_officer' ? actor.unit : null;
		return { kind: 'choose' as const, at, within, missing: code !== null };
	}
	const days = await askOrRecall(
		campaigns.live,
		() => communeDays(db, log.id, unit.code),
		() => null
	);
	return { kind: 'report' as const, at, unit: unit.code, own, days };
};
