import { campaignLength, dayNumber } from '#lib/campaign/calendar/calendar.ts';
import type { Campaign } from '#lib/campaign/campaign.ts';
import { m } from '#lib/paraglide/messages.js';

/** Which day of the campaign a date is: 'Ngày 7 / 20'; outside of it, that it has not begun or is over. */
export function dayWords(campaign: Pick<Campaign, 'starts_on' | 'ends_on'>, date: string): string {
	if (date < campaign.starts_on) return m.leader_not_started();
	if (date > campaign.ends_on) return m.leader_over();
	return m.leader_day_of({ day: dayNumber(campaign, date), days: campaignLength(campaign) });
}
