import type { Named } from '../campaign.ts';
import { partOfUnit } from '../part-of-snapshot.ts';

/** What a place is. */
export interface SetupOfUnit extends Named {
	code: string;
	parent: string | null;
	/** Key of one of the campaign's `levels`; units of the last one report. */
	level: string;
	type: string;
	/** Its place among all units, in the campaign's order. */
	position: number;
}

export const setupOfUnit = partOfUnit<SetupOfUnit>({
	fields: {
		...{ code: 'members', parent: 'members', level: 'members', type: 'members' },
		...{ position: 'members', name_vi: 'members', name_en: 'members' }
	},
	take(into, _, unit) {
		into.code = unit.code;
		into.parent = unit.parent;
		into.level = unit.level;
		into.type = unit.type;
		into.position = unit.position;
		into.name_vi = unit.name_vi;
		into.name_en = unit.name_en;
	},
	put(unit, wire) {
		unit.parent = wire.parent;
		unit.level = wire.level;
		unit.type = wire.type;
		unit.position = wire.position;
		unit.name_vi = wire.name_vi;
		unit.name_en = wire.name_en;
	}
});
