import { localDate, locksAt } from '#lib/campaign/calendar/calendar.ts';
import type { Campaign } from '#lib/campaign/campaign.ts';
import { COMMANDS } from '#lib/campaign/features.ts';
import type { CommandType } from '#lib/protocol/commands.ts';
import { Problem } from '../problem.ts';

/**
 * Whether a campaign takes a command at campaign time `now`. Before its first day it takes all: help is
 * needed while it is prepared, and what belongs to a day waits for the day.
 * @throws `conflict` after the last day, `locked` once that is locked
 */
export function checkWhen(type: CommandType, campaign: Campaign, now: Date): void {
	const { ends_on, time_zone } = campaign;
	const { until } = COMMANDS[type] as { until?: 'end' | 'lock' };
	if (until === 'end' && localDate(now, time_zone) > ends_on) {
		throw new Problem('conflict', 'campaign_over', { date: ends_on });
	}
	if (until === 'lock' && now >= locksAt(campaign, ends_on)) {
		throw new Problem('locked', 'campaign_locked', { date: ends_on });
	}
}
