import type { Named, UnitLevel } from '#lib/campaign/campaign.ts';
import { tellsApart, type Places } from '#lib/campaign/places/same-names.ts';
import { nameWithType } from '#lib/campaign/places/type-words.ts';

interface UnitRow extends Named {
	code: string;
	parent_code: string | null;
	level: UnitLevel;
	type: string;
}

/** Names the account of a post by its place: 'Đầu mối Phường 1 (Đông Hà)', 'Focal point, Ward 1 (Dong Ha)'. */
export function postNames(units: readonly UnitRow[]) {
	const places: Places = new Map(
		units.map(({ parent_code: parent, ...unit }) => [unit.code, { ...unit, parent }])
	);
	const nameOf = ([post_vi, post_en]: [string, string], unit: UnitRow): Named => {
		const above = tellsApart(places, unit.code);
		return {
			name_vi: `${post_vi} ${nameWithType(unit, 'vi')}${above ? ` (${above.name_vi})` : ''}`,
			name_en: `${post_en}, ${unit.name_en}${above ? ` (${above.name_en})` : ''}`
		};
	};
	return {
		focalPoint: (unit: UnitRow) => nameOf(['Đầu mối', 'Focal point'], unit),
		districtOfficer: (unit: UnitRow) => nameOf(['Cán bộ', 'District officer'], unit)
	};
}
