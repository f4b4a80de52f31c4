import type { Fact } from '../facts.ts';
import { aboutReport } from './about-report.ts';
import { aboutRequest } from './about-request.ts';
import { aboutVisit } from './about-visit.ts';
import {
	isUrgent,
	NOTICE_KINDS,
	type NoticeKind,
	type NoticeReason,
	type NoticeRefs,
	type Told
} from './notice.ts';
import type { Around, Say } from './telling.ts';

/** Whether somebody may have to be told of facts of this kind: most of a log is reports, and nobody is. */
export function isTold({ kind }: Pick<Fact, 'kind'>): boolean {
	return /^(request|visit)\.|^report\.(returned|reminded)$/.test(kind);
}

/**
 * Who is told what, and why, about one action: the facts one command or one step of the server left. Whoever
 * did it is not told. Everybody gets one notice of it at most, however many facts it has.
 */
export function whoIsTold(facts: readonly Fact[], around: Around): Told[] {
	const told = new Map<number, Told>();
	for (const fact of facts) {
		for (const { to, kind, why, refs } of sayings(fact, around)) {
			if (to.username === fact.actor) continue;
			const known = told.get(to.account);
			if (!known) {
				const { account } = to;
				told.set(account, { account, kind, why, refs: { ...refs }, urgent: isUrgent(kind, refs) });
			} else gather(known, kind, why, refs);
		}
	}
	return [...told.values()];
}

function sayings(fact: Fact, around: Around): Say[] {
	if ('request' in fact.data) return aboutRequest(fact, fact.data.request, around);
	if ('visit' in fact.data) return aboutVisit(fact, fact.data.visit, around);
	return aboutReport(fact, around);
}

/** Adds to what somebody is told already; what presses more becomes what is said. */
function gather(told: Told, kind: NoticeKind, why: NoticeReason, refs: NoticeRefs): void {
	const presses = NOTICE_KINDS.indexOf(kind) < NOTICE_KINDS.indexOf(told.kind);
	const requests = union(told.refs.requests, refs.requests);
	const visits = union(told.refs.visits, refs.visits);
	if (presses) Object.assign(told, { kind, why, refs: { ...refs } });
	if (requests) told.refs.requests = requests;
	if (visits) told.refs.visits = visits;
	told.urgent ||= isUrgent(kind, refs);
}

function union(one: number[] | undefined, other: number[] | undefined): number[] | undefined {
	if (!one || !other) return one ?? other;
	return [...new Set([...one, ...other])].sort((a, b) => a - b);
}
