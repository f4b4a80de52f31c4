import { isHeld, isLive, type SupportRequest } from '#lib/campaign/requests/request.ts';
import type { Campaign } from '#lib/campaign/campaign.ts';
import { m } from '#lib/paraglide/messages.js';
import { spanWords } from '../words/span-words.ts';
import { CLOCK_WORDS, RUNG_WORDS } from './request-words.ts';

/** A time in words, and whether it presses. */
export interface TimeWords {
	words: string;
	presses: boolean;
}

/** How long a claim still lasts; null when nobody holds the request, or while it waits. */
export function leaseWords(
	{ holder, state }: SupportRequest,
	now: Date,
	{ rules }: Pick<Campaign, 'rules'>
): TimeWords | null {
	if (!holder?.until || state === 'waiting' || !isHeld({ state })) return null;
	const left = Date.parse(holder.until) - now.getTime();
	if (left <= 0) return { words: m.requests_lease_over(), presses: true };
	return {
		words: m.requests_lease_left({ time: spanWords(left) }),
		presses: left <= rules.lease_warning * 60_000
	};
}

/** What is promised next and until when, or by how much that is overdue. */
export function dueWords(request: SupportRequest, now: Date): TimeWords | null {
	const { due } = request;
	if (!due || !isLive(request)) return null;
	const left = Date.parse(due.at) - now.getTime();
	const said = { clock: CLOCK_WORDS[due.clock](), time: spanWords(left) };
	return left >= 0
		? { words: m.requests_due_in(said), presses: false }
		: { words: m.requests_due_over(said), presses: true };
}

/** Whom an overdue request has reached; null when nobody was told. */
export function escalationWords(
	request: SupportRequest,
	timeOf: (at: string) => string
): string | null {
	const { escalation } = request;
	if (!escalation || !isLive(request)) return null;
	const who = RUNG_WORDS[escalation.rung]();
	const { acknowledged_until: until } = escalation;
	const words = until
		? m.requests_escalated_acknowledged({ who, time: timeOf(until) })
		: m.requests_escalated_to({ who });
	return words.charAt(0).toLocaleUpperCase() + words.slice(1);
}
