import type { CampaignBoard } from '../board.ts';
import { isHeld, isLive, type SupportRequest } from '../requests/request.ts';
import type { NoticeKind, NoticeRefs } from './notice.ts';

/** Whether a request is still as a notice of this kind found it. */
const STILL: Partial<Record<NoticeKind, (request: SupportRequest, refs: NoticeRefs) => boolean>> = {
	request_escalated: ({ escalation }) => escalation !== null && !escalation.acknowledged_until,
	lease_ending: ({ holder }, { until }) => holder !== null && holder.until === until,
	request_taken_over: isHeld,
	request_freed: ({ state }) => state === 'open',
	release_asked: ({ release_asked }) => release_asked !== null,
	request_reopened: isLive,
	request_resolved: ({ state }) => state === 'resolved',
	incident_closed: ({ state }) => state === 'resolved',
	request_waiting: ({ state }) => state === 'waiting',
	wait_over: ({ state }) => state === 'claimed' || state === 'in_progress',
	request_raised: ({ state }) => state === 'open',
	request_claimed: isHeld,
	request_grouped: isLive,
	request_verified: ({ state }) => state === 'verified',
	request_commented: ({ state }) => state === 'resolved' || isLive({ state }),
	mentioned: ({ state }) => state === 'resolved' || isLive({ state })
};

/**
 * Whether it is still worth waking a phone: nobody is told of what was done meanwhile. Of several requests
 * one is enough. It stays in the inbox in any case.
 */
export function stillMatters(
	{ kind, refs }: { kind: NoticeKind; refs: NoticeRefs },
	{ requests, visits, units }: Pick<CampaignBoard, 'requests' | 'visits' | 'units'>
): boolean {
	const still = STILL[kind];
	if (still) {
		return (refs.requests ?? []).some((number) => {
			const request = requests.get(number);
			return request !== undefined && still(request, refs);
		});
	}
	if (kind === 'visit_published' || kind === 'visit_moved') {
		return (refs.visits ?? []).some((number) => {
			const state = visits.get(number)?.state;
			return state === 'published' || state === 'en_route';
		});
	}
	const day = units.get(refs.unit ?? '')?.days[refs.date ?? ''];
	if (kind === 'report_reminded') return day === undefined;
	if (kind === 'report_returned') return day?.state === 'returned';
	return true;
}
