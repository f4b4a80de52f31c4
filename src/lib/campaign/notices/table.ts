import type { FactKind } from '../facts.ts';
import { solvedWith } from '../requests/request.ts';
import type { NoticeKind } from './notice.ts';
import type { Recipients } from './recipients.ts';
import type { About } from './notice-rule.ts';

/** One notice that a kind of fact makes. */
export interface NoticeRule {
	kind: NoticeKind;
	/** The first that applies to somebody says why. */
	to: readonly Recipients[];
	/** What was written with it goes to these people: a reason, a note, a fix. */
	reason?: true;
	/** Notified only then. */
	when?: (about: About) => boolean;
}

type Rule = { rules: readonly NoticeRule[] } | { nobody: string };

const byIncident = ({ request, context: { board } }: About): boolean =>
	request !== undefined && solvedWith(request, board.incidents) !== undefined;
const wasPublished = ({ visitBefore }: About): boolean =>
	visitBefore !== undefined && visitBefore.state !== 'planned';

/**
 * Who is notified of which kind of fact, and as what. Every kind has a line: one that notifies nobody says why, so
 * that it was decided. What each notice says stands under its kind in `src/words`; each can be muted there.
 * Who did it is never told.
 */
export const NOTICES_OF: Record<FactKind, Rule> = {
	'request.raised': {
		rules: [{ kind: 'request_raised', to: ['helpers', 'staff', 'commune'] }]
	},
	'request.claimed': {
		rules: [{ kind: 'request_claimed', to: ['commune', 'raiser', 'duplicates'] }]
	},
	'request.started': { nobody: 'the claim was told; the card says that work has begun' },
	'request.extended': { nobody: 'nothing changes but the hour the claim ends' },
	'request.waiting': {
		rules: [
			{
				...{ kind: 'request_waiting', reason: true },
				to: ['commune', 'group', 'raiser', 'duplicates', 'escalated']
			}
		]
	},
	'request.released': {
		rules: [
			{
				...{ kind: 'request_freed', reason: true },
				to: ['held', 'commune', 'helpers', 'staff', 'raiser', 'duplicates']
			}
		]
	},
	'request.expired': {
		rules: [
			{
				kind: 'request_freed',
				to: ['held', 'commune', 'helpers', 'staff', 'raiser', 'duplicates']
			}
		]
	},
	'request.release_asked': {
		rules: [{ kind: 'release_asked', to: ['holder'], reason: true }]
	},
	'request.taken_over': {
		rules: [
			{
				...{ kind: 'request_taken_over', reason: true },
				to: ['held', 'holder', 'commune', 'raiser', 'duplicates']
			}
		]
	},
	'request.resolved': {
		rules: [
			{
				...{ kind: 'incident_closed', reason: true, when: byIncident },
				to: ['commune', 'held', 'raiser', 'duplicates']
			},
			{
				...{ kind: 'request_resolved', reason: true, when: (about) => !byIncident(about) },
				to: ['commune', 'held', 'raiser', 'duplicates']
			}
		]
	},
	'request.verified': {
		rules: [
			{
				...{ kind: 'request_verified', to: ['solvers', 'closer'], reason: true },
				// A day of silence is nobody's news.
				when: ({ request }) => request?.verified_by === 'commune'
			}
		]
	},
	'request.reopened': {
		rules: [
			{
				...{ kind: 'request_reopened', reason: true },
				to: ['group_held', 'closer', 'commune', 'helpers', 'staff']
			}
		]
	},
	'request.commented': {
		rules: [
			{ kind: 'mentioned', to: ['mentioned'] },
			{
				kind: 'request_commented',
				to: ['holder', 'commune', 'raiser', 'duplicates', 'took_part']
			}
		]
	},
	'request.severity_changed': { nobody: 'the request says how urgent it is, and its history why' },
	'request.declined': {
		rules: [{ kind: 'request_declined', to: ['commune', 'held', 'raiser'], reason: true }]
	},
	'request.merged': {
		rules: [{ kind: 'request_merged', to: ['commune', 'held', 'raiser'] }]
	},
	'request.grouped': {
		rules: [{ kind: 'request_grouped', to: ['holder', 'commune'] }]
	},
	'request.acknowledged': { nobody: 'it only holds the ladder for a while; the request says so' },
	'request.lease_ending': { rules: [{ kind: 'lease_ending', to: ['holder'] }] },
	'request.wait_over': { rules: [{ kind: 'wait_over', to: ['holder'] }] },
	'request.escalated': { rules: [{ kind: 'request_escalated', to: ['escalated'] }] },
	'incident.opened': { nobody: 'its requests say that they were put into it' },
	'incident.changed': { nobody: 'its requests say that they were put into it' },
	'incident.closed': { nobody: 'the requests it solves say so, with the fix' },
	'visit.planned': { nobody: 'a draft is the planners’ own business' },
	'visit.published': {
		rules: [
			{
				...{ kind: 'visit_published', when: (about) => !wasPublished(about) },
				to: ['visitors', 'place']
			},
			{
				...{ kind: 'visit_moved', when: wasPublished },
				// Who was to go or to be visited before hears that it is off.
				to: ['visitors', 'place', 'visitors_before', 'place_before']
			}
		]
	},
	'visit.moved': { nobody: 'what is changed is a draft until it is published' },
	'visit.cancelled': {
		rules: [
			{
				...{ kind: 'visit_cancelled', reason: true, when: wasPublished },
				to: ['visitors_before', 'place_before']
			}
		]
	},
	'visit.departed': { nobody: 'the card of the commune says that the group is on its way' },
	'visit.arrived': { nobody: 'the commune sees the group, the map shows it' },
	'visit.left': { nobody: 'what was found there is read from the visit' },
	'report.submitted': { nobody: 'figures are seen on the board, not told one by one' },
	'report.corrected': { nobody: 'figures are seen on the board, not told one by one' },
	'report.accepted': { nobody: 'the day carries the mark; nobody has to do anything' },
	'report.returned': {
		rules: [{ kind: 'report_returned', to: ['reporters'], reason: true }]
	},
	'report.unlocked': {
		rules: [{ kind: 'report_unlocked', to: ['reporters'], reason: true }]
	},
	'report.reminded': { rules: [{ kind: 'report_reminded', to: ['reporters'] }] },
	'report.seen': { nobody: 'who sent it sees the mark beside it' },
	'target.declared': { nobody: 'the board shows the new target' },
	'group.changed': { nobody: 'the list of groups shows it' },
	'day.opened': { nobody: 'everybody sees the date' },
	'campaign.changed': { nobody: 'open pages show the set-up as it is' },
	'units.changed': { nobody: 'open pages show the set-up as it is' },
	'targets.changed': { nobody: 'open pages show the set-up as it is' },
	'clock.set': { nobody: 'only simulated campaigns have one, and they say so on every page' }
};

/** The notices that a kind of fact makes; none for a kind this program does not know. */
export function rulesFor(kind: FactKind): readonly NoticeRule[] {
	const rule = NOTICES_OF[kind] as Rule | undefined;
	return rule && 'rules' in rule ? rule.rules : [];
}

/** Kinds of facts that somebody is told of. */
export const NOTIFYING_KINDS: readonly FactKind[] = (Object.keys(NOTICES_OF) as FactKind[]).filter(
	(kind) => rulesFor(kind).length > 0
);
