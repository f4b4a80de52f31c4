import { kindOf, type Fact, type FactView, type LoggedFact } from './facts.ts';
import { reachesAll, reachesCode, viewKey, type Places, type Viewer } from './reach.ts';

// What a member of a campaign may know of its log: log, frames and feed all ask here, and snapshots ask what the
// kinds ask, so that folding what somebody is told gives what the same person's snapshot says. Of a kind
// that this version does not know staff are told all, the others only that it was: their screens say that they
// are not the whole.

/** Codes of the units a fact is about: viewers bound to them, or right above them, may know more of it. */
export function placesOf({ kind, data }: LoggedFact): readonly string[] {
	return kindOf(kind)?.places(data) ?? [];
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
	const rule = kindOf(kind);
	const known = rule && (rule.known ? rule.known(data, viewer, places) : data);
	if (!rule) return { seq, at, kind, actor: '', data: {}, ...mark } as unknown as Fact;
	if (!known) return { seq, at, kind: 'withheld', actor: null, data: {}, ...mark };
	const named =
		actor === 'system' || reachesAll(viewer) || rule.places(data).some(reachesCode(viewer, places));
	if (named && known === data) return wholeOf(fact);
	const by = named ? actor : signatureOf(fact, places);
	return { seq, at, kind, actor: by, data: known, ...mark } as Fact;
}

/** Role and place of who did something: 'focal_point 19330', 'group_member group-1', 'coordinator 45'. */
function signatureOf({ signed }: LoggedFact, places: Places): string {
	const [root = ''] = places.keys(); // the top of the tree comes first
	return `${signed?.role ?? 'somebody'} ${signed?.place ?? root}`;
}
