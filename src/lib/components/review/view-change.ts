import type { ReviewFilter, ReviewOrder } from '#lib/campaign/reports/review-list.ts';

/** What a reviewer changed of the view; the rest stays. */
export interface ViewChange {
	filter?: ReviewFilter;
	order?: ReviewOrder;
	query?: string;
	/** Null: all. */
	area?: string | null;
}

/** The change as it stands in the address; what is usual is left out of it. */
export function inAddress(change: ViewChange): Record<string, string | null> {
	const { filter, order, query, area } = change;
	return {
		...(filter && { show: filter === 'all' ? null : filter }),
		...(order && { order: order === 'place' ? null : order }),
		...(query !== undefined && { q: query || null }),
		...(area !== undefined && { area })
	};
}
