import type { FactKind } from '../facts.ts';
import { solvedWith } from '../requests/request.ts';
import type { NoticeKind } from './notice.ts';
import type { Recipients } from './recipients.ts';
import type { About } from './telling.ts';

/** One notice that a kind of fact makes. */
export interface Telling {
	kind: NoticeKind;
	/** The first that applies to somebody says why. */
	to: readonly Recipients[];
	/** What was written with it goes to these people: a reason, a note, a fix. */
	reason?: true;
	/** Told only then. */
	when?: (about: About) => boolean;
}

type Rule = { tells: readonly Telling[] } | { nobody: string };

const byIncident = ({ request, around: { board } }: About): boolean =>
	request !== undefined && solvedWith(request, board.incidents) !== undefined;
const wasPublished = ({ visitBefore }: About): boolean =>
	visitBefore !== undefined && visitBefore.state !== 'planned';

/**
 * Who is told of which kind of fact, and as what. Every kind has a line: one that tells nobody says why, so
 * that it was decided. What each notice says stands under its kind in `src/words`; each can be muted there.
 * Who did it is never told.
 */
export const TOLD_OF: Record<FactKind, Rule> = {
	'request.raised': {
		tells: [{ kind: 'request_raised', to: ['helpers', 'staff', 'commune'] }]
	},
	'request.claimed': {
		tells: [{ kind: 'request_claimed', to: ['commune', 'raiser', 'duplicates'] }]
	},
	'request.started': { nobody: 'the claim was told; the card says that work has begun' },
	'request.extended': { nobody: 'nothing changes but the hour the claim ends' },
	'request.waiting': {
		tells: [
			{
				...{ kind: 'request_waiting', reason: true },
				to: ['commune', 'group', 'raiser', 'duplicates', 'escalated']
			}
		]
	},
	'request.released': {
		tells: [
			{
				...{ kind: 'request_freed', reason: true },
				to: ['held', 'commune', 'helpers', 'staff', 'raiser', 'duplicates']
			}
		]
	},
	'request.expired': {
		tells: [
			{
				kind: 'request_freed',
				to: ['held', 'commune', 'helpers', 'staff', 'raiser', 'duplicates']
			}
		]
	},
	'request.release_asked': {
		tells: [{ kind: 'release_asked', to: ['holder'], reason: true }]
	},
	'request.taken_over': {
		tells: [
			{
				...{ kind: 'request_taken_over', reason: true },
				to: ['held', 'holder', 'commune', 'raiser', 'duplicates']
			}
		]
	},
	'request.resolved': {
		tells: [
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
		tells: [
			{
				...{ kind: 'request_verified', to: ['solvers', 'closer'], reason: true },
				// A day of silence is nobody's news.
				when: ({ request }) => request?.verified_by === 'commune'
			}
		]
	},
	'request.reopened': {
		tells: [
			{
				...{ kind: 'request_reopened', reason: true },
				to: ['group_held', 'closer', 'commune', 'helpers', 'staff']
			}
		]
	},
	'request.commented': {
		tells: [
			{ kind: 'mentioned', to: ['mentioned'] },
			{
				kind: 'request_commented',
				to: ['holder', 'commune', 'raiser', 'duplicates', 'took_part']
			}
		]
	},
	'request.severity_changed': { nobody: 'the request says how urgent it is, and its history why' },
	'request.declined': {
		tells: [{ kind: 'request_declined', to: ['commune', 'held', 'raiser'], reason: true }]
	},
	'request.merged': {
		tells: [{ kind: 'request_merged', to: ['commune', 'held', 'raiser'] }]
	},
	'request.grouped': {
		tells: [{ kind: 'request_grouped', to: ['holder', 'commune'] }]
	},
	'request.acknowledged': { nobody: 'it only holds the ladder for a while; the request says so' },
	'request.lease_ending': { tells: [{ kind: 'lease_ending', to: ['holder'] }] },
	'request.wait_over': { tells: [{ kind: 'wait_over', to: ['holder'] }] },
	'request.escalated': { tells: [{ kind: 'request_escalated', to: ['escalated'] }] },
	'incident.opened': { nobody: 'its requests say that they were put into it' },
	'incident.changed': { nobody: 'its requests say that they were put into it' },
	'incident.closed': { nobody: 'the requests it solves say so, with the fix' },
	'visit.planned': { nobody: 'a draft is the planners’ own business' },
	'visit.published': {
		tells: [
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
		tells: [
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
		tells: [{ kind: 'report_returned', to: ['reporters'], reason: true }]
	},
	'report.unlocked': {
		tells: [{ kind: 'report_unlocked', to: ['reporters'], reason: true }]
	},
	'report.reminded': { tells: [{ kind: 'report_reminded', to: ['reporters'] }] },
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
export function tellingsOf(kind: FactKind): readonly Telling[] {
	const rule = TOLD_OF[kind] as Rule | undefined;
	return rule && 'tells' in rule ? rule.tells : [];
}

/** Kinds of facts that somebody is told of. */
export const TOLD_KINDS: readonly FactKind[] = (Object.keys(TOLD_OF) as FactKind[]).filter(
	(kind) => tellingsOf(kind).length > 0
);
