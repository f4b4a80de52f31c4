import type { Visit, VisitState } from '#lib/campaign/groups/visit.ts';
import { isWaiting } from './outbox.ts';
import type { VisitItem } from './outbox-item.ts';

const REACHED: Record<VisitItem['type'], VisitState> = {
	'visit.depart': 'en_route',
	'visit.check_in': 'on_site',
	'visit.check_out': 'done'
};

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
			state: item.answer?.ok ? item.answer.result.state : REACHED[item.type],
			...(item.type === 'visit.check_in' && { arrived_at: at }),
			...(item.type === 'visit.check_out' && { left_at: at })
		};
	}
	return known;
}
