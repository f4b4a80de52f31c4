import { localDate, locksAt } from '#lib/campaign/calendar/calendar.ts';
import type { Campaign } from '#lib/campaign/campaign.ts';
import type { CommandType } from '#lib/protocol/commands.ts';
import { Problem } from '../problem.ts';

/**
 * How long after its last day a campaign takes a command. `end`: no longer, it would begin something new.
 * `lock`: until the last day locks, as long as figures can be corrected; the result then stands. `on`:
 * without an end, for what is begun has to be finished, and days have rules of their own.
 */
type Until = 'end' | 'lock' | 'on';

const UNTIL: Record<CommandType, Until> = {
	// A day takes reports until it locks, and again while it is unlocked.
	'report.submit': 'on',
	'report.accept': 'on',
	'report.accept_many': 'on',
	'report.return': 'on',
	'report.unlock': 'on',
	'report.remind': 'on',
	'report.seen': 'on',
	'target.declare': 'lock',
	'request.raise': 'end',
	'request.claim': 'on',
	'request.start': 'on',
	'request.extend': 'on',
	'request.wait': 'on',
	'request.release': 'on',
	'request.ask_release': 'on',
	'request.take_over': 'on',
	'request.resolve': 'on',
	'request.verify': 'on',
	'request.reopen': 'on',
	'request.comment': 'on',
	'request.decline': 'on',
	'request.merge': 'on',
	'request.acknowledge': 'on',
	'incident.open': 'on',
	'incident.add': 'on',
	'incident.close': 'on',
	'group.save': 'on',
	// Visits are planned for days of the campaign that are not over.
	'visit.plan': 'on',
	'visit.publish': 'on',
	'visit.move': 'on',
	'visit.cancel': 'on',
	'visit.depart': 'on',
	'visit.check_in': 'on',
	'visit.check_out': 'on'
};

/**
 * Whether a campaign takes a command at campaign time `now`. Before its first day it takes all: help is
 * needed while it is prepared, and what belongs to a day waits for the day.
 * @throws `conflict` after the last day, `locked` once that is locked
 */
export function checkWhen(type: CommandType, campaign: Campaign, now: Date): void {
	const { ends_on, time_zone } = campaign;
	const until = UNTIL[type];
	if (until === 'end' && localDate(now, time_zone) > ends_on) {
		throw new Problem('conflict', 'campaign_over', { date: ends_on });
	}
	if (until === 'lock' && now >= locksAt(campaign, ends_on)) {
		throw new Problem('locked', 'campaign_locked', { date: ends_on });
	}
}
