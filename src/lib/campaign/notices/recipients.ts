import { localDate } from '../calendar/calendar.ts';
import { isUnderWay, type Visit } from '../visits/visit.ts';
import { solvedWith } from '../requests/request.ts';
import type { Member, NoticeReason } from './notice.ts';
import type { About, Recipient } from './notice-rule.ts';
import { isWithin } from '../places/tree.ts';
import { reaches } from '../reach.ts';

/** Groups of people the table of notices speaks of; each is found around a fact. */
export type Recipients = keyof typeof RECIPIENTS;

/** Finds them, each with the reason they are told. */
export function find(recipients: Recipients, about: About): Recipient[] {
	return RECIPIENTS[recipients](about);
}

const because = (why: NoticeReason, to: readonly Member[]): Recipient[] =>
	to.map((member) => ({ to: member, why }));
const person = ({ context }: About, username: string | undefined) =>
	context.members.filter((member) => member.username === username);
const account = ({ context }: About, id: number | undefined) =>
	context.members.filter((member) => member.account === id);

const RECIPIENTS = {
	/** Who reports for the commune of a request. */
	commune: (about: About) => because('commune', reportersOf(about, [about.request?.unit ?? ''])),
	/** Who raised it for the commune. */
	raiser: (about: About) => because('raised', person(about, about.request?.raised_by)),
	/** Who raised a request that repeats it. */
	duplicates: (about: About): Recipient[] => {
		const { board } = about.context;
		return [...board.requests.values()].flatMap(({ state, duplicate_of, raised_by }) =>
			state === 'duplicate' && duplicate_of === about.request?.number
				? because('duplicate', person(about, raised_by))
				: []
		);
	},
	holder: (about: About) => because('holder', person(about, about.request?.holder?.person)),
	/** Who held it before. */
	held: (about: About) => because('held', person(about, about.requestBefore?.holder?.person)),
	/** The group that holds it. */
	group: (about: About) => because('group', groupOf(about, about.request?.holder?.group)),
	/** The group that had resolved it. */
	group_held: (about: About) =>
		because('group_held', groupOf(about, about.requestBefore?.resolved_by)),
	solvers: (about: About) => because('group_held', solvers(about)),
	/** Who closed the incident with which it had been solved. */
	closer: (about: About) => because('closed_incident', account(about, closerOf(about))),
	helpers,
	staff,
	escalated,
	mentioned: (about: About) => {
		const named = new Set(about.context.mentions(about.fact.seq));
		return because(
			'mentioned',
			about.context.members.filter(({ username }) => named.has(username))
		);
	},
	took_part: (about: About) => {
		const took = about.context.tookPart(about.request?.number ?? 0);
		return because(
			'took_part',
			about.context.members.filter((member) => took.has(member.account))
		);
	},
	visitors: (about: About) => because('visitor', groupOf(about, about.visit?.group)),
	visitors_before: (about: About) => because('visitor', groupOf(about, about.visitBefore?.group)),
	place: (about: About) => placeOf(about, about.visit),
	place_before: (about: About) => placeOf(about, about.visitBefore),
	/** Who reports for the communes whose day it is about. */
	reporters: (about: About) => because('commune', reportersOf(about, about.units))
};

function reportersOf({ context }: About, units: readonly string[]): Member[] {
	return context.members.filter(
		({ role, unit }) => role === 'focal_point' && unit !== null && units.includes(unit)
	);
}

function groupOf({ context }: About, group: string | null | undefined): Member[] {
	return context.members.filter((member) => member.group !== null && member.group === group);
}

/** Who resolved it; when that is not known or nobody of the group any more, everybody of the group. */
function solvers(about: About): Member[] {
	const group = groupOf(about, about.request?.resolved_by);
	const solver = about.context.solver(about.fact.seq);
	const known = group.filter((member) => member.account === solver);
	return known.length > 0 ? known : group;
}

function closerOf({ requestBefore, context }: About): number | undefined {
	const incident = requestBefore && solvedWith(requestBefore, context.board.incidents);
	return incident && context.closer(incident.number);
}

/** Coordinators, and the officers of the areas above. */
function staff({ request, context: { board, members } }: About): Recipient[] {
	const unit = request?.unit ?? '';
	return members.flatMap((to): Recipient[] => {
		if (to.role === 'coordinator') return [{ to, why: 'coordinator' }];
		const looksAfter = to.role === 'district_officer' && reaches(to, board.units, unit);
		return looksAfter ? [{ to, why: 'district' }] : [];
	});
}

/** Groups that are at the place, go there today, or are or start in its area. */
function helpers({ request, fact, context: { board, members } }: About): Recipient[] {
	const unit = request?.unit ?? '';
	const area = board.units.get(unit)?.parent ?? unit;
	const within = (code: string | null) => code !== null && isWithin(board.units, code, area);
	const today = localDate(new Date(fact.at), board.campaign.time_zone);
	const reasons = new Map<string, 'visiting' | 'coming' | 'near'>();
	for (const visit of board.visits.values()) {
		const isToday = visit.state === 'published' && visit.from <= today && today <= visit.to;
		if (!within(visit.unit) || !(isToday || isUnderWay(visit))) continue;
		const why = visit.unit !== unit ? 'near' : visit.state === 'on_site' ? 'visiting' : 'coming';
		if (why !== 'near' || !reasons.has(visit.group)) reasons.set(visit.group, why);
	}
	return members.flatMap((to): Recipient[] => {
		if (to.group === null) return [];
		const why = reasons.get(to.group);
		if (why) return [{ to, why }];
		return within(board.groups.get(to.group)?.base ?? null) ? [{ to, why: 'near' }] : [];
	});
}

/** Those on the rung it has reached; when there is nobody, those on the next. None while it is not overdue. */
function escalated(about: About): Recipient[] {
	const { request, context } = about;
	if (!request?.escalation) return [];
	const group = request.holder?.group;
	const near = new Set(helpers(about).map(({ to }) => to.group));
	const rungs = {
		holder: () => because('holder', person(about, request.holder?.person)),
		lead: () =>
			because(
				'lead',
				context.members.filter((m) => m.leads && (group ? m.group === group : near.has(m.group)))
			),
		coordinator: () => staff(about),
		leader: () =>
			because(
				'leader',
				context.members.filter(({ role }) => role === 'leader')
			)
	};
	const ladder = ['holder', 'lead', 'coordinator', 'leader'] as const;
	for (const rung of ladder.slice(ladder.indexOf(request.escalation.rung))) {
		const found = rungs[rung]();
		if (found.length > 0) return found;
	}
	return [];
}

/** The focal points of a visited commune, or the officer of the area that is visited. */
function placeOf({ context }: About, visit: Visit | undefined): Recipient[] {
	return context.members.flatMap((to): Recipient[] => {
		if (!visit || to.group !== null || to.unit !== visit.unit) return [];
		return [{ to, why: to.role === 'focal_point' ? 'commune' : 'district' }];
	});
}
