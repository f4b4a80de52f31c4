import type { ReviewRow } from '#lib/campaign/review-list.ts';
import { folded } from '../map/unit-search.ts';

/** The rows whose name, with or without diacritics, or code holds what was typed; all when nothing was. */
export function searchRows(rows: ReviewRow[], query: string): ReviewRow[] {
	const wanted = folded(query);
	if (!wanted) return rows;
	return rows.filter(
		({ code, type, name_vi, name_en }) =>
			code.startsWith(wanted) ||
			folded(`${type} ${name_vi}`).includes(wanted) ||
			folded(name_en).includes(wanted)
	);
}
