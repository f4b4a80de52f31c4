import type { Visit, VisitState } from '#lib/campaign/visits/visit.ts';
import { isWaiting } from './outbox.ts';
import type { VisitItem } from './outbox-item.ts';

/** The state that a step will reach. */
function reachedBy(item: VisitItem): VisitState {
	switch (item.type) {
		case 'visit.depart':
			return 'en_route';
		case 'visit.check_in':
			return 'on_site';
		case 'visit.check_out':
			return item.input.cut_short ? 'cut_short' : 'done';
	}
}

/**
 * A visit as it stands on this device: steps that wait here, or that the board has not heard of yet, are laid
 * over what the board says.
 * @param items oldest first
 * @param seq of the board
 * @param timeOf campaign time (ISO) at a real one of this device
 */
export function visitOnDevice(
	visit: Visit,
	items: readonly VisitItem[],
	seq: number,
	timeOf: (real: string) => string
): Visit {
	let known = visit;
	for (const item of items.filter(({ input }) => input.visit === visit.number)) {
		const isNews = isWaiting(item) || (item.answer?.ok && item.answer.seq > seq);
		if (!isNews) continue;
		const at = timeOf(item.input.device_time ?? item.typed_at);
		known = {
			...known,
			state: item.answer?.ok ? item.answer.result.state : reachedBy(item),
			...(item.type === 'visit.check_in' && { arrived_at: at }),
			...(item.type === 'visit.check_out' && { left_at: at })
		};
	}
	return known;
}
