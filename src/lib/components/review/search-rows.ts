import type { ReviewRow } from '#lib/campaign/reports/review-list.ts';
import { finds } from '../words/search.ts';

/** The rows whose name, with or without diacritics, or code holds what was typed; all when nothing was. */
export function searchRows<Row extends ReviewRow>(rows: Row[], query: string): Row[] {
	return rows.filter(({ code, type, name_vi, name_en, above }) =>
		finds(query, { codes: [code], texts: [type, name_vi, name_en, above?.name_vi, above?.name_en] })
	);
}
