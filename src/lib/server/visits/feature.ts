import { feature } from '../feature.ts';
import { saveGroup } from './save-group.ts';
import { checkIn, checkOut, depart } from './go-on-visit.ts';
import { moveVisit, planVisit } from './plan-visit.ts';
import { cancelVisit, publishVisits } from './publish-visits.ts';
import { readGroups } from './read-groups.ts';
import { readVisits } from './read-visits.ts';

/** Working groups and where they go. */
export const visits = feature({
	commands: {
		'group.save': saveGroup,
		'visit.plan': planVisit,
		'visit.publish': publishVisits,
		'visit.move': moveVisit,
		'visit.cancel': cancelVisit,
		'visit.depart': depart,
		'visit.check_in': checkIn,
		'visit.check_out': checkOut
	},
	async load(tx, campaignId, { groups, visits }) {
		for (const group of await readGroups(tx, campaignId)) groups.set(group.code, group);
		for (const visit of await readVisits(tx, campaignId)) visits.set(visit.number, visit);
	}
});
