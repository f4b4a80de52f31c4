import type { Fact } from '../facts.ts';
import { CLEARING_KINDS } from './ended-threads.ts';
import {
	isUrgent,
	NOTICE_KINDS,
	type NoticeKind,
	type NoticeRefs,
	type Notified
} from './notice.ts';
import { find } from './recipients.ts';
import { rulesFor } from './table.ts';
import type { About, NoticeContext, Recipient } from './notice-rule.ts';

/** Whether notices may have to be made or cleared after facts of this kind: most of a log is reports, and none are. */
export function isTold({ kind }: Pick<Fact, 'kind'>): boolean {
	return rulesFor(kind).length > 0 || CLEARING_KINDS.includes(kind);
}

/**
 * Who is told what, and why, about one action: the facts one command or one step of the server left. Whoever
 * did it is not told. Everybody gets one notice of it at most, however many facts it has: of several kinds
 * the most pressing.
 */
export function notify(facts: readonly Fact[], context: NoticeContext): Notified[] {
	const told = new Map<number, Notified>();
	for (const fact of facts) {
		const about = aboutOf(fact, context);
		for (const rule of rulesFor(fact.kind)) {
			if (rule.when && !rule.when(about)) continue;
			const { kind } = rule;
			const reason = rule.reason ? context.reason(fact.seq) : null;
			for (const recipient of rule.to.flatMap((recipients) => find(recipients, about))) {
				if (recipient.to.username === fact.actor) continue;
				tell(told, recipient, { kind, reason, refs: refsOf(about, kind, recipient) });
			}
		}
	}
	return [...told.values()];
}

function aboutOf(fact: Fact, context: NoticeContext): About {
	const { data, seq } = fact;
	const request = 'request' in data ? data.request : undefined;
	const visit = 'visit' in data ? data.visit : undefined;
	const units = 'units' in data ? data.units : 'unit' in data ? [data.unit] : [];
	const before = {
		requestBefore: request && context.requestBefore(seq),
		visitBefore: visit && context.visitBefore(seq)
	};
	return { fact, request, visit, units, ...before, context };
}

function refsOf(about: About, kind: NoticeKind, { to }: Recipient): NoticeRefs {
	const { request, visit, fact } = about;
	if (request) {
		const { number, unit, severity, holder, resolved_by, escalation } = request;
		const group = holder?.group ?? resolved_by;
		const until = request.waiting_until ?? holder?.until;
		return {
			...{ requests: [number], unit, severity },
			...(group && { group }),
			...(until && { until }),
			...(request.outcome && { outcome: request.outcome }),
			...(request.duplicate_of !== null && { into: request.duplicate_of }),
			...(request.incident !== null && { incident: request.incident }),
			...(escalation && { rung: escalation.rung })
		};
	}
	if (visit) {
		const { number, unit, from, to: until, group } = visit;
		return { visits: [number], unit, from, to: until, group };
	}
	const { data } = fact;
	const date = 'date' in data ? { date: data.date } : {};
	const until = kind === 'report_unlocked' && 'until' in data ? { until: data.until } : {};
	return { unit: to.unit ?? '', ...date, ...until };
}

/** Adds to what people are told of an action; what presses more becomes what is said. */
function tell(
	told: Map<number, Notified>,
	{ to, why }: Recipient,
	{ kind, refs, reason }: Pick<Notified, 'kind' | 'refs' | 'reason'>
): void {
	const { account } = to;
	const urgent = isUrgent(kind, refs);
	const known = told.get(account);
	if (!known) {
		told.set(account, { account, kind, why, refs, reason, urgent });
		return;
	}
	known.urgent ||= urgent;
	if (kind === known.kind) {
		const requests = union(known.refs.requests, refs.requests);
		const visits = union(known.refs.visits, refs.visits);
		if (requests) known.refs.requests = requests;
		if (visits) known.refs.visits = visits;
	} else if (NOTICE_KINDS.indexOf(kind) < NOTICE_KINDS.indexOf(known.kind)) {
		Object.assign(known, { kind, why, refs, reason });
	}
}

function union(one: number[] | undefined, other: number[] | undefined): number[] | undefined {
	if (!one || !other) return one ?? other;
	return [...new Set([...one, ...other])].sort((a, b) => a - b);
}
