import type { Campaign } from '#lib/campaign/campaign.ts';
import type { Fact, FactData, FactKind } from '#lib/campaign/facts.ts';
import type { ReportFact } from '#lib/campaign/reports/report-fact.ts';
import type { RequestFactKind } from '#lib/campaign/requests/transitions.ts';
import type { WorkingGroup } from '#lib/campaign/visits/group.ts';
import { m } from '#lib/paraglide/messages.js';
import { formatDay, nameOf } from '../words/format.ts';
import { amountWords } from '../words/measure-word.ts';
import { termsOf } from '../words/terms.ts';
import { kindWord, outcomeWord, rungWord } from '../requests/kind-words.ts';

/** What a line is made from besides the fact. */
export interface LineContext {
	campaign: Campaign;
	groups: ReadonlyMap<string, WorkingGroup>;
	/** How many communes it is about, and which, where they are several. */
	count: number;
	places: string;
	/** There may be more of them than are known here. */
	open: boolean;
}
type Context = LineContext & { actor: string };
/** Empty: nothing worth a line this time. */
type Line<Data> = (data: Data, context: Context) => string;
type RequestFact = FactData[RequestFactKind];
interface NoLine {
	nothing: string;
}

const reported: Line<ReportFact> = ({ amounts }, { campaign }) => amountWords(campaign, amounts);
const claimed: Line<RequestFact> = ({ request: { holder, number } }, { groups }) =>
	m.feed_claimed({ who: who(groups, holder?.group, holder?.person), number });
const numbered =
	(word: (about: { number: number }) => string): Line<RequestFact> =>
	({ request: { number } }) =>
		word({ number });

/** What the feed says of each kind of fact. A kind that is not told says why, so that it was decided. */
const LINES: { [Kind in FactKind]: Line<FactData[Kind]> | NoLine } = {
	'report.submitted': reported,
	'report.corrected': reported,
	'report.accepted': ({ date }, { count, open, places }) => {
		if (count < 2) return m.feed_accepted({ date: formatDay(date) });
		return `${open ? m.feed_accepted_at_least({ count }) : m.feed_accepted_many({ count })}: ${places}`;
	},
	'report.returned': ({ date }) => m.feed_returned({ date: formatDay(date) }),
	'report.unlocked': ({ date }) => m.feed_unlocked({ date: formatDay(date) }),
	'report.reminded': ({ date }, { count, places, campaign }) =>
		count < 2
			? m.feed_reminded({ date: formatDay(date) })
			: `${m.feed_reminded_many({ ...termsOf(campaign), count, date: formatDay(date) })}: ${places}`,
	'report.seen': { nothing: 'shown where it was sent from' },
	'target.declared': ({ target }, { campaign }) =>
		m.leader_feed_target({ amounts: amountWords(campaign, target) }),
	'request.raised': ({ request }, { campaign }) =>
		m.feed_raised({ kind: kindWord(campaign, request.kind) }),
	'request.claimed': claimed,
	'request.taken_over': claimed,
	'request.started': { nothing: 'the claim was told' },
	'request.extended': { nothing: 'nothing changes but the hour the claim ends' },
	'request.waiting': { nothing: 'the work goes on, later' },
	'request.released': { nothing: 'between the group and those who coordinate' },
	'request.release_asked': { nothing: 'between the two groups' },
	'request.resolved': ({ request: { resolved_by, number, outcome } }, { groups, actor }) =>
		resolved_by === null
			? '' // the incident it was solved with has a line
			: m.feed_resolved({
					group: who(groups, resolved_by, actor),
					number,
					outcome: outcomeWord(outcome)
				}),
	'request.verified': ({ request: { verified_by, number, outcome } }) =>
		verified_by === 'silence' ? '' : m.feed_verified({ number, outcome: outcomeWord(outcome) }),
	'request.reopened': numbered(m.feed_reopened),
	'request.commented': { nothing: 'read by those who work on it' },
	'request.severity_changed': numbered(m.requests_feed_severity),
	'request.declined': numbered(m.feed_declined),
	'request.merged': { nothing: 'the request it repeats has its lines' },
	'request.grouped': { nothing: 'told when the incident is closed' },
	'request.acknowledged': { nothing: 'between those it was escalated to' },
	'request.lease_ending': { nothing: 'a warning to the holder alone' },
	'request.expired': numbered(m.feed_expired),
	'request.wait_over': { nothing: 'a reminder to the holder alone' },
	'request.escalated': ({ request: { number, escalation } }) =>
		escalation ? m.feed_escalated({ number, rung: rungWord(escalation.rung) }) : '',
	'incident.opened': { nothing: 'its requests have lines' },
	'incident.changed': { nothing: 'its requests have lines' },
	'incident.closed': ({ incident: { title } }) => m.feed_incident({ title }),
	'visit.planned': { nothing: 'a draft' },
	'visit.published': { nothing: 'the plan is shown on the map' },
	'visit.moved': { nothing: 'the plan is shown on the map' },
	'visit.cancelled': { nothing: 'the plan is shown on the map' },
	'visit.departed': { nothing: 'the arrival is told' },
	'visit.arrived': ({ visit }, { groups, actor }) =>
		m.feed_arrived({ group: who(groups, visit.group, actor) }),
	'visit.left': ({ visit }, { groups, actor }) =>
		m.feed_left({ group: who(groups, visit.group, actor) }),
	'campaign.changed': { nothing: 'the pages show the set-up as it is' },
	'units.changed': { nothing: 'the pages show the set-up as it is' },
	'targets.changed': { nothing: 'the pages show the set-up as it is' },
	'group.changed': { nothing: 'who is in a group is set-up' },
	'day.opened': { nothing: 'the strip shows the day' },
	'clock.set': { nothing: 'of simulated campaigns only' }
};

/** What the feed says of a fact in words; empty: nothing worth a line. */
export function feedLine({ kind, data, actor }: Fact, context: LineContext): string {
	const line = LINES[kind];
	// Which data belongs to which kind, only run time knows.
	return 'nothing' in line ? '' : (line as Line<unknown>)(data, { ...context, actor });
}

/** The place a fact about requests or visits is about; null when it is about several or none. */
export function placeOf({ data }: Fact): string | null {
	if ('request' in data) return data.request.unit;
	if ('visit' in data) return data.visit.unit;
	return null;
}

/** A group and who of it, where that is a member whose name everybody has; else the group alone. */
function who(
	groups: LineContext['groups'],
	code: string | null | undefined,
	username: string | undefined
): string {
	const group = groups.get(code ?? '');
	const name = group ? nameOf(group) : (code ?? '');
	const member = group?.members.find((one) => one.username === username);
	return member ? m.requests_held_by({ group: name, person: nameOf(member) }) : name;
}
