import { localDate } from '../calendar.ts';
import type { Fact } from '../facts.ts';
import { isUnderWay } from '../groups/visit.ts';
import type { SupportRequest } from '../requests/request.ts';
import type { Member, NoticeKind, NoticeReason, NoticeRefs } from './notice.ts';
import type { Around, Say } from './telling.ts';

/** Who is told of a step of a request. */
export function aboutRequest(fact: Fact, request: SupportRequest, around: Around): Say[] {
	const { members } = around;
	const said = sayer(request);
	const before = around.requestBefore(fact.seq);
	const commune = (kind: NoticeKind) => said(kind, 'commune', communeOf(members, request.unit));
	const person = (username: string | undefined) => members.filter((m) => m.username === username);

	switch (fact.kind) {
		case 'request.raised':
			return [
				...helpers(request, fact.at, around).flatMap(({ to, why }) =>
					said('request_raised', why, [to])
				),
				...staff(request, around).flatMap(({ to, why }) => said('request_raised', why, [to])),
				...commune('request_raised') // somebody raised it for them
			];
		case 'request.claimed':
			return commune('request_claimed');
		case 'request.released':
		case 'request.expired':
			return [
				...said('request_freed', 'held', person(before?.holder?.person)),
				...commune('request_freed')
			];
		case 'request.lease_ending':
			return said('lease_ending', 'holder', person(request.holder?.person));
		case 'request.wait_over':
			return said('wait_over', 'holder', person(request.holder?.person));
		case 'request.release_asked':
			return said('release_asked', 'holder', person(request.holder?.person));
		case 'request.taken_over':
			return [
				...said('request_taken_over', 'held', person(before?.holder?.person)),
				...said('request_taken_over', 'holder', person(request.holder?.person)),
				...(before?.holder ? [] : commune('request_claimed'))
			];
		case 'request.resolved':
			return [
				...commune('request_resolved'),
				// By an incident: the holder hears that nothing is left to do.
				...said('request_resolved', 'held', person(before?.holder?.person))
			];
		case 'request.verified':
			// A day of silence is nobody's news.
			return request.verified_by === 'commune'
				? said('request_verified', 'group_held', solvers(request, fact.seq, around))
				: [];
		case 'request.grouped':
			return [
				...said('request_grouped', 'holder', person(request.holder?.person)),
				...commune('request_grouped')
			];
		case 'request.declined':
		case 'request.merged':
			return [
				...commune('request_declined'),
				...said('request_declined', 'held', person(before?.holder?.person))
			];
		case 'request.reopened':
			return said(
				'request_reopened',
				'group_held',
				members.filter(({ group }) => group !== null && group === before?.resolved_by)
			);
		case 'request.commented':
			return aboutComment(fact, request, around);
		case 'request.escalated':
			return aboutEscalation(fact, request, around);
		default:
			return [];
	}
}

const sayer =
	(request: SupportRequest) =>
	(kind: NoticeKind, why: NoticeReason, to: readonly Member[]): Say[] =>
		to.map((member) => ({ to: member, kind, why, refs: refsOf(request) }));

function refsOf({
	number,
	unit,
	severity,
	holder,
	incident,
	escalation
}: SupportRequest): NoticeRefs {
	return {
		requests: [number],
		unit,
		severity,
		...(holder && { group: holder.group, until: holder.until }),
		...(incident !== null && { incident }),
		...(escalation && { rung: escalation.rung })
	};
}

const communeOf = (members: readonly Member[], unit: string) =>
	members.filter((member) => member.role === 'focal_point' && member.unit === unit);

/** Who resolved it; when that is not known or nobody of the group any more, everybody of the group. */
function solvers({ resolved_by }: SupportRequest, seq: number, around: Around): Member[] {
	const group = around.members.filter((member) => member.group && member.group === resolved_by);
	const solver = around.solver(seq);
	const known = group.filter(({ account }) => account === solver);
	return known.length > 0 ? known : group;
}

type Part = Pick<Say, 'to' | 'why'>;

/** Coordinators, and the officer of the district. */
function staff({ unit }: SupportRequest, { board, members }: Around): Part[] {
	const district = board.units.get(unit)?.parent ?? null;
	return members.flatMap((to): Part[] => {
		if (to.role === 'coordinator') return [{ to, why: 'coordinator' }];
		const looksAfter = to.role === 'district_officer' && to.unit !== null && to.unit === district;
		return looksAfter ? [{ to, why: 'district' }] : [];
	});
}

/** Groups that are in the place or its district today, and those that start from the district. */
function helpers({ unit }: SupportRequest, at: string, { board, members }: Around): Part[] {
	const district = board.units.get(unit)?.parent ?? unit;
	const within = (code: string | null) =>
		code !== null && (code === district || board.units.get(code)?.parent === district);
	const today = localDate(new Date(at), board.campaign.time_zone);
	const visiting = new Set<string>();
	for (const visit of board.visits.values()) {
		const isToday = visit.state === 'published' && visit.from <= today && today <= visit.to;
		if (within(visit.unit) && (isToday || isUnderWay(visit))) visiting.add(visit.group);
	}
	return members.flatMap((to): Part[] => {
		if (to.group === null) return [];
		if (visiting.has(to.group)) return [{ to, why: 'visiting' }];
		return within(board.groups.get(to.group)?.base ?? null) ? [{ to, why: 'near' }] : [];
	});
}

/** Who is named in it, and whoever has a part in the request. */
function aboutComment(fact: Fact, request: SupportRequest, around: Around): Say[] {
	const { members } = around;
	const said = sayer(request);
	const named = new Set(around.mentions(fact.seq));
	const tookPart = around.tookPart(request.number);
	return [
		...said(
			'mentioned',
			'mentioned',
			members.filter(({ username }) => named.has(username))
		),
		...said(
			'request_commented',
			'holder',
			members.filter(({ username }) => username === request.holder?.person)
		),
		...said('request_commented', 'commune', communeOf(members, request.unit)),
		...said(
			'request_commented',
			'took_part',
			members.filter(({ account }) => tookPart.has(account))
		)
	];
}

/** Those on the rung it has reached; when there is nobody, those on the next. */
function aboutEscalation(fact: Fact, request: SupportRequest, around: Around): Say[] {
	const { members } = around;
	const said = sayer(request);
	const group = request.holder?.group;
	const near = new Set(helpers(request, fact.at, around).map(({ to }) => to.group));
	const rungs = {
		holder: () =>
			said(
				'request_escalated',
				'holder',
				members.filter(({ username }) => username === request.holder?.person)
			),
		lead: () =>
			said(
				'request_escalated',
				'lead',
				members.filter((m) => m.leads && (group ? m.group === group : near.has(m.group)))
			),
		coordinator: () =>
			staff(request, around).flatMap(({ to, why }) => said('request_escalated', why, [to])),
		leader: () =>
			said(
				'request_escalated',
				'leader',
				members.filter(({ role }) => role === 'leader')
			)
	};
	const ladder = ['holder', 'lead', 'coordinator', 'leader'] as const;
	const from = ladder.indexOf(request.escalation?.rung ?? 'coordinator');
	for (const rung of ladder.slice(from)) {
		const told = rungs[rung]();
		if (told.length > 0) return told;
	}
	return [];
}
