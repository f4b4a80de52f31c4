import type { UnitSummary } from '#lib/campaign/summary.ts';

/** Text as it is compared: small letters without diacritics, 'Đakrông' → 'dakrong'. */
export function folded(text: string): string {
	return text
		.normalize('NFD')
		.replace(/\p{M}/gu, '')
		.replace(/[đĐ]/g, 'd')
		.toLowerCase()
		.replace(/\s+/g, ' ')
		.trim();
}

const RANK = ['province', 'district', 'commune'];

/** Units whose name or code matches, best first: whole code, start of the name, of a word, inside. */
export function searchUnits(units: Iterable<UnitSummary>, query: string, limit = 8): UnitSummary[] {
	const wanted = folded(query);
	if (!wanted) return [];
	return [...units]
		.map((unit) => ({ unit, rank: rankOf(unit, wanted) }))
		.filter(({ rank }) => rank < Infinity)
		.sort((a, b) => a.rank - b.rank || RANK.indexOf(a.unit.level) - RANK.indexOf(b.unit.level))
		.slice(0, limit)
		.map(({ unit }) => unit);
}

function rankOf({ code, type, name_vi, name_en }: UnitSummary, wanted: string): number {
	if (code === wanted) return 0;
	const names = [name_vi, name_en, `${type} ${name_vi}`].map(folded);
	if (names.includes(wanted)) return 1;
	if (names.some((name) => name.startsWith(wanted))) return 2;
	if (names.some((name) => name.includes(` ${wanted}`))) return 3;
	if (code.startsWith(wanted)) return 4;
	return names.some((name) => name.includes(wanted)) ? 5 : Infinity;
}
