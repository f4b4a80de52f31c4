import { upwards } from '#lib/campaign/places/tree.ts';
import type { UnitSummary } from '#lib/campaign/status/summary.ts';

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

/** What of a thing is searched. What is absent is left out. */
interface Findable {
	/** Names and titles: every word typed stands in one of them. */
	texts: readonly (string | null | undefined)[];
	/** Found by their beginning. */
	codes?: readonly (string | null | undefined)[];
}

/**
 * Whether what was typed finds a thing: by words in any order, or by the beginning of a code; capitals and
 * diacritics make no difference. Nothing typed finds everything. Every search of the product asks this.
 */
export function finds(query: string, { texts, codes = [] }: Findable): boolean {
	const wanted = folded(query);
	if (!wanted) return true;
	if (codes.some((code) => code && folded(code).startsWith(wanted))) return true;
	const text = folded(texts.join(' '));
	return wanted.split(' ').every((word) => text.includes(word));
}

/**
 * Units whose name or code matches, best first: whole code, start of the name, of a word, inside, and last
 * those that the place above belongs to: 'phường 1 đông hà'.
 */
export function searchUnits(units: Iterable<UnitSummary>, query: string, limit = 8): UnitSummary[] {
	const wanted = folded(query);
	if (!wanted) return [];
	const all = [...units];
	const byCode = new Map(all.map((unit) => [unit.code, unit]));
	const depth = ({ code }: UnitSummary) => [...upwards(byCode, code)].length;
	return all
		.map((unit) => ({ unit, rank: rankOf(unit, byCode.get(unit.parent ?? ''), wanted) }))
		.filter(({ rank }) => rank < Infinity)
		.sort((a, b) => a.rank - b.rank || depth(a.unit) - depth(b.unit))
		.slice(0, limit)
		.map(({ unit }) => unit);
}

function rankOf(unit: UnitSummary, parent: UnitSummary | undefined, wanted: string): number {
	const { type, name_vi, name_en } = unit;
	const code = folded(unit.code);
	if (code === wanted) return 0;
	const names = [name_vi, name_en, `${type} ${name_vi}`].map(folded);
	if (names.includes(wanted)) return 1;
	if (names.some((name) => name.startsWith(wanted))) return 2;
	if (names.some((name) => name.includes(` ${wanted}`))) return 3;
	if (code.startsWith(wanted)) return 4;
	if (names.some((name) => name.includes(wanted))) return 5;
	const texts = [type, name_vi, name_en, parent?.name_vi, parent?.name_en];
	return wanted.includes(' ') && finds(wanted, { texts }) ? 6 : Infinity;
}
