import type { Named } from '#lib/campaign/campaign.ts';
import { tellsApart, type Places } from '#lib/campaign/places/same-names.ts';
import { nameWithType } from '#lib/campaign/places/type-words.ts';

interface UnitRow extends Named {
	code: string;
	parent: string | null;
	level: string;
	type: string;
}

/** Names the account of a post by its place: 'Đầu mối Phường 1 (Đông Hà)', 'Focal point, Ward 1 (Dong Ha)'. */
export function postNames(units: readonly UnitRow[]) {
	const places: Places = new Map(units.map((unit) => [unit.code, unit]));
	const nameOf = ([post_vi, post_en]: [string, string], unit: UnitRow): Named => {
		const above = tellsApart(places, unit.code);
		return {
			name_vi: `${post_vi} ${nameWithType(unit, 'vi')}${above ? ` (${above.name_vi})` : ''}`,
			name_en: `${post_en}, ${unit.name_en}${above ? ` (${above.name_en})` : ''}`
		};
	};
	return {
		focalPoint: (unit: UnitRow) => nameOf(['Đầu mối', 'Focal point'], unit),
		officer: (unit: UnitRow) => nameOf(['Cán bộ', 'Officer'], unit)
	};
}
