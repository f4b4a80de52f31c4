import type { CampaignBoard } from '#lib/campaign/board.ts';
import { beyond, type Decided } from '#lib/campaign/known-fields.ts';
import { dayBeyondReach } from '#lib/campaign/reports/known-fields.ts';
import { requestFor } from '#lib/campaign/requests/known-fields.ts';
import { visitFor } from '#lib/campaign/visits/known-fields.ts';
import { reaches, viewKey, type Viewer } from '#lib/campaign/reach.ts';
import type { Snapshot, SnapshotUnit } from './snapshot.ts';

/** Decided for every part of a snapshot; drafts of visits and names in requests by `visitFor` and `requestFor`. */
export const SNAPSHOT_FIELDS: Decided<Snapshot> = {
	...{ view: 'members', seq: 'members', mark: 'members', as_of: 'members', campaign: 'members' },
	...{ units: 'members', groups: 'members', visits: 'members' },
	...{ requests: 'members', incidents: 'members' }
};
export const UNIT_FIELDS: Decided<SnapshotUnit> = {
	...{ code: 'members', parent: 'members', level: 'members', type: 'members' },
	...{ position: 'members' },
	...{ name_vi: 'members', name_en: 'members', target: 'members', target_origin: 'members' },
	...{ unallocated: 'members', done: 'members', today: 'members', last_report_at: 'members' },
	...{ days: 'members', unlocks: 'members', reminded: 'reach' }
};

/** What a viewer may know of a whole snapshot. Viewers of one `viewKey` may share it. */
export function snapshotFor(
	viewer: Viewer,
	whole: Snapshot,
	places: CampaignBoard['units']
): Snapshot {
	const view = viewKey(viewer);
	if (view === whole.view) return whole;
	return {
		...whole,
		view,
		units: whole.units.map((unit) =>
			reaches(viewer, places, unit.code) ? unit : copyBeyondReach(unit)
		),
		visits: whole.visits.flatMap((visit) => visitFor(viewer, visit) ?? []),
		requests: whole.requests.map((request) => requestFor(viewer, request, places))
	};
}

const unitBeyondReach = beyond<SnapshotUnit>(UNIT_FIELDS, ({ days }) => {
	if (!days) return {};
	const known = Object.entries(days).map(([date, day]) => [date, dayBeyondReach(day)]);
	return { days: Object.fromEntries(known) as typeof days };
});
/** One copy for all whose role does not reach a place, as long as a snapshot stands. */
const copies = new WeakMap<SnapshotUnit, SnapshotUnit>();

function copyBeyondReach(unit: SnapshotUnit): SnapshotUnit {
	const copy = copies.get(unit) ?? unitBeyondReach(unit);
	copies.set(unit, copy);
	return copy;
}
