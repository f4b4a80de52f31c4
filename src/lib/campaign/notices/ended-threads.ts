import type { Fact, FactKind } from '../facts.ts';
import { threadOf } from './thread.ts';

/** After these nobody has to do anything about a request; a visit is over after the last two. */
const ENDS: readonly FactKind[] = [
	'request.resolved',
	'request.verified',
	'request.declined',
	'request.merged',
	'visit.left',
	'visit.cancelled'
];

/**
 * The threads of notices that nobody has to read any more after this fact: the request, the incident or the
 * visit is over, what was sent to a commune was seen. What is told of the fact itself comes after it and stays.
 */
export function endedThreads({ kind, data }: Fact): string[] {
	if (kind === 'report.seen') return [threadOf({ unit: data.unit, date: data.date }, 0)];
	if (kind === 'incident.closed') {
		return [threadOf({ requests: [], incident: data.incident.number }, 0)];
	}
	if (!ENDS.includes(kind)) return [];
	if ('request' in data) return [threadOf({ requests: [data.request.number] }, 0)];
	return 'visit' in data ? [threadOf({ visits: [data.visit.number] }, 0)] : [];
}

/** Kinds of facts after which notices are cleared. */
export const CLEARING_KINDS: readonly FactKind[] = [...ENDS, 'incident.closed', 'report.seen'];
