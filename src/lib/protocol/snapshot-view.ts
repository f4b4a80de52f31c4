import type { CampaignBoard } from '#lib/campaign/board.ts';
import { beyond, type Decided } from '#lib/campaign/known-fields.ts';
import { reaches, viewKey, type Viewer } from '#lib/campaign/reach.ts';
import {
	LISTS,
	OF_UNIT,
	type Snapshot,
	type SnapshotLists,
	type SnapshotUnit
} from './snapshot.ts';

/** Decided for every part of a snapshot; what of each list is for whom, its feature says. */
export const SNAPSHOT_FIELDS: Decided<Snapshot> = {
	...{ view: 'members', seq: 'members', mark: 'members', as_of: 'members', campaign: 'members' },
	...{ units: 'members', groups: 'members', visits: 'members' },
	...{ requests: 'members', incidents: 'members' }
};
export const UNIT_FIELDS = Object.assign(
	{},
	...OF_UNIT.map(({ fields }) => fields)
) as Decided<SnapshotUnit>;

/** What a viewer may know of a whole snapshot. Viewers of one `viewKey` may share it. */
export function snapshotFor(
	viewer: Viewer,
	whole: Snapshot,
	places: CampaignBoard['units']
): Snapshot {
	const view = viewKey(viewer);
	if (view === whole.view) return whole;
	const lists = LISTS.map(([name, { known }]) => [
		name,
		known ? whole[name].flatMap((one) => known(one, viewer, places) ?? []) : whole[name]
	]);
	return {
		...whole,
		view,
		units: whole.units.map((unit) =>
			reaches(viewer, places, unit.code) ? unit : copyBeyondReach(unit)
		),
		...(Object.fromEntries(lists) as SnapshotLists)
	};
}

const instead = OF_UNIT.flatMap(({ beyond }) => beyond ?? []);
const unitBeyondReach = beyond<SnapshotUnit>(UNIT_FIELDS, (unit) =>
	instead.reduce((all, of) => Object.assign(all, of(unit)), {})
);
/** One copy for all whose role does not reach a place, as long as a snapshot stands. */
const copies = new WeakMap<SnapshotUnit, SnapshotUnit>();

function copyBeyondReach(unit: SnapshotUnit): SnapshotUnit {
	const copy = copies.get(unit) ?? unitBeyondReach(unit);
	copies.set(unit, copy);
	return copy;
}
