import type { BoardUnit, CampaignBoard, DayReport } from './board.ts';
import type { FactData, FactKind, FactView, Fact, LoggedFact, ReportFact } from './facts.ts';
import { INCIDENT_FACTS, REQUEST_FACTS, VISIT_FACTS } from './facts.ts';
import { isDraft, type Visit } from './visits/visit.ts';
import {
	beyond,
	DAY_FIELDS,
	fieldsFor,
	HOLDER_FIELDS,
	REPORT_FIELDS,
	REQUEST_FIELDS,
	VISIT_FIELDS
} from './known-fields.ts';
import type { SupportRequest } from './requests/request.ts';

// What a member of a campaign may know of it, in one place: log, snapshot, frames and feed all ask here, so
// that folding what somebody is told gives what the same person's snapshot says.

/** Whom something is told: a role, and the district or commune it is bound to. */
export interface Viewer {
	role: string;
	unit: string | null;
}
type Places = CampaignBoard['units'];
type Place = Pick<BoardUnit, 'code' | 'parent'>;
type Holder = NonNullable<SupportRequest['holder']>;

/** Roles that reach every place. */
const EVERYWHERE = ['leader', 'coordinator', 'administrator', 'group_member'];
/** Who plans visits, and who leads: drafts are theirs. */
const PLANNING = ['leader', 'coordinator', 'administrator', 'district_officer'];

/** Whether a role reaches a unit: everywhere, in a district, or in one commune. */
export function reaches({ role, unit }: Viewer, place: Place): boolean {
	if (EVERYWHERE.includes(role)) return true;
	if (role === 'focal_point') return place.code === unit;
	return role === 'district_officer' && (place.code === unit || place.parent === unit);
}

/** The same for units by their codes; one that does not exist is reached by those who reach every place. */
function reachesCode(viewer: Viewer, places: Places): (code: string) => boolean {
	if (EVERYWHERE.includes(viewer.role)) return () => true;
	return (code) => {
		const place = places.get(code);
		return place !== undefined && reaches(viewer, place);
	};
}

/** Whether drafts of visits are for this viewer. */
export function knowsDrafts({ role }: Viewer): boolean {
	return PLANNING.includes(role);
}

/** Names all who know the same: 'staff', 'groups', 'district 461', 'commune 19330'. */
export function viewKey({ role, unit }: Viewer): string {
	if (role === 'group_member') return 'groups';
	if (EVERYWHERE.includes(role)) return 'staff';
	return `${role === 'district_officer' ? 'district' : 'commune'} ${unit ?? ''}`.trimEnd();
}

/** Makes one copy for all: what is written out of it is written once. For what is replaced, never changed. */
function once<T extends object>(make: (whole: T) => T): (whole: T) => T {
	const made = new WeakMap<T, T>();
	return (whole) => {
		const known = made.get(whole) ?? make(whole);
		made.set(whole, known);
		return known;
	};
}

const reportBeyondReach = beyond<ReportFact>(REPORT_FIELDS, () => ({ device_time: null }));
const holderBeyondReach = beyond<Holder>(HOLDER_FIELDS, ({ group }) => {
	return { person: `group_member ${group}` };
});
const requestBeyondReach = once(
	beyond<SupportRequest>(REQUEST_FIELDS, ({ unit, holder }) => ({
		raised_by: `somebody ${unit}`,
		release_asked: null,
		holder: holder && holderBeyondReach(holder)
	}))
);

/** What those know of a commune's day whose role does not reach the commune. */
export const dayBeyondReach = beyond<DayReport>(DAY_FIELDS, () => ({}));

/** A request as this viewer may know it. */
export function requestFor(
	viewer: Viewer,
	request: SupportRequest,
	places: Places
): SupportRequest {
	return reachesCode(viewer, places)(request.unit) ? request : requestBeyondReach(request);
}

const planned = fieldsFor<Visit>(VISIT_FIELDS, 'planners');
const visitForOthers = once((visit: Visit) => {
	const known: Partial<Visit> = { ...visit };
	for (const field of planned) delete known[field];
	return known as Visit;
});

/** A visit as this viewer may know it; null when it is none of theirs: a draft is the planners' own business. */
export function visitFor(viewer: Viewer, visit: Visit): Visit | null {
	if (knowsDrafts(viewer)) return visit;
	if (isDraft(visit)) return null;
	return planned.some((field) => field in visit) ? visitForOthers(visit) : visit;
}

/** What a kind of fact says to whom. */
interface Rule<Data> {
	/** Codes of the units it is about: who reaches one of them reads who did it. */
	places: (data: Data) => readonly string[];
	/** What of it is for a viewer, null for nothing; all of it by default. */
	known?: (data: Data, viewer: Viewer, places: Places) => Data | null;
}

const ofUnit = { places: ({ unit }: { unit: string }) => [unit] };
const ofNoPlace = { places: () => [] };
const ofReport: Rule<ReportFact> = {
	...ofUnit,
	known: (data, viewer, places) =>
		reachesCode(viewer, places)(data.unit) ? data : reportBeyondReach(data)
};
const ofRequest: Rule<{ request: SupportRequest }> = {
	places: ({ request }) => [request.unit],
	known: ({ request }, viewer, places) => ({ request: requestFor(viewer, request, places) })
};
const ofVisit: Rule<{ visit: Visit }> = {
	places: ({ visit }) => [visit.unit],
	known: (data, viewer) => {
		const visit = visitFor(viewer, data.visit);
		return visit && { visit };
	}
};
const each = <Kind extends string, OneRule>(kinds: readonly Kind[], rule: OneRule) =>
	Object.fromEntries(kinds.map((kind) => [kind, rule])) as Record<Kind, OneRule>;

/** Every kind of fact; one without a rule does not compile, one this version does not know is staff's. */
const RULES: { [Kind in FactKind]: Rule<FactData[Kind]> } = {
	'report.submitted': ofReport,
	'report.corrected': ofReport,
	'report.accepted': ofUnit,
	'report.returned': ofUnit,
	'report.unlocked': ofUnit,
	// Who was asked for a report, and whether it was read, is between a commune and those who look after it.
	'report.reminded': {
		places: ({ units }) => units,
		known: ({ units, date }, viewer, places) => {
			const own = units.filter(reachesCode(viewer, places));
			return own.length > 0 ? { units: own, date } : null;
		}
	},
	'report.seen': {
		...ofUnit,
		known: (data, viewer, places) => (reachesCode(viewer, places)(data.unit) ? data : null)
	},
	'target.declared': ofUnit,
	...each(REQUEST_FACTS, ofRequest),
	...each(VISIT_FACTS, ofVisit),
	// Written for everybody in the campaign; who opened or closed one is for those who reach every place.
	...each(INCIDENT_FACTS, ofNoPlace),
	// Whom the province sends, and where they are reached: a commune has to be able to call them.
	'group.changed': ofNoPlace,
	'day.opened': ofNoPlace,
	'clock.set': ofNoPlace
};

type AnyRule = Rule<LoggedFact['data']>;
const ruleOf = (kind: string): AnyRule | undefined =>
	Object.hasOwn(RULES, kind) ? (RULES[kind as FactKind] as unknown as AnyRule) : undefined;

/** Codes of the units a fact is about: viewers bound to them, or right above them, may know more of it. */
export function placesOf({ kind, data }: LoggedFact): readonly string[] {
	return ruleOf(kind)?.places(data) ?? [];
}

/** A fact as those know it who know all of it: one for all of them, so that it is written out once. */
const wholes = new WeakMap<LoggedFact, Fact>();
function wholeOf(fact: LoggedFact): Fact {
	const { signed: _, ...rest } = fact;
	const whole = wholes.get(fact) ?? rest;
	wholes.set(fact, whole);
	return whole;
}

/** A fact as this viewer may know it. What is withheld keeps its number and mark: nothing looks like a gap. */
export function factFor(viewer: Viewer, fact: LoggedFact, places: Places): FactView {
	if (viewKey(viewer) === 'staff') return wholeOf(fact);
	const { seq, at, kind, actor, data } = fact;
	const mark = fact.mark === undefined ? {} : { mark: fact.mark };
	const rule = ruleOf(kind);
	const known = rule && (rule.known ? rule.known(data, viewer, places) : data);
	if (!rule || !known) return { seq, at, kind: 'withheld', actor: null, data: {}, ...mark };
	const named =
		actor === 'system' ||
		EVERYWHERE.includes(viewer.role) ||
		rule.places(data).some(reachesCode(viewer, places));
	if (named && known === data) return wholeOf(fact);
	const by = named ? actor : signatureOf(fact, places);
	return { seq, at, kind, actor: by, data: known, ...mark } as Fact;
}

/** Role and place of who did something: 'focal_point 19330', 'group_member group-1', 'coordinator 45'. */
function signatureOf({ signed }: LoggedFact, places: Places): string {
	const [root = ''] = places.keys(); // the top of the tree comes first
	return `${signed?.role ?? 'somebody'} ${signed?.place ?? root}`;
}
