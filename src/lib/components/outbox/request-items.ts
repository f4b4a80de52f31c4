import type { RequestItem, VisitItem } from '#lib/device/outbox/outbox-item.ts';
import { isVisit } from '#lib/device/outbox/outbox-item.ts';
import { m } from '#lib/paraglide/messages.js';

/** Number of the request an item is about; null while it is not known. */
export function numberOf(item: RequestItem): number | null {
	if (item.type !== 'request.raise') return item.input.request;
	return item.answer?.ok ? item.answer.result.request : null;
}

/** What an item does, in words. */
export function itemTitle(item: RequestItem | VisitItem): string {
	switch (item.type) {
		case 'visit.depart':
			return m.groups_my_depart();
		case 'visit.check_in':
			return m.groups_my_check_in();
		case 'visit.check_out':
			return m.groups_my_check_out();
		case 'request.raise':
			return m.requests_item_raise({ title: item.input.title });
		case 'request.claim':
			return m.requests_item_claim({ number: item.input.request });
		case 'request.comment':
			return m.requests_item_comment({ number: item.input.request });
	}
}

/** Why it was not taken, in the person's language; null when nothing is wrong. */
export function itemProblem({ answer }: RequestItem | VisitItem): string | null {
	if (!answer || answer.ok) return null;
	return answer.error.message || m.requests_told_offline();
}

/** The page of what it is about. */
export function itemHref(item: RequestItem | VisitItem, slug: string): string {
	if (isVisit(item)) return `/${slug}/requests?tab=visit`;
	const number = numberOf(item);
	return `/${slug}/requests${number === null ? '' : `/${number}`}`;
}
