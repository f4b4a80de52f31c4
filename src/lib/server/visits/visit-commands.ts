import { saveGroup } from './save-group.ts';
import { checkIn, checkOut, depart } from './go-on-visit.ts';
import { moveVisit, planVisit } from './plan-visit.ts';
import { cancelVisit, publishVisits } from './publish-visits.ts';

/** Commands about working groups and where they go. */
export const visitCommands = {
	'group.save': saveGroup,
	'visit.plan': planVisit,
	'visit.publish': publishVisits,
	'visit.move': moveVisit,
	'visit.cancel': cancelVisit,
	'visit.depart': depart,
	'visit.check_in': checkIn,
	'visit.check_out': checkOut
} as const;
