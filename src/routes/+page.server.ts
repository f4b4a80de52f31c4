import { error, redirect } from '@sveltejs/kit';
import { m } from '#lib/paraglide/messages.js';
import { campaignPhase } from '#lib/campaign/calendar/calendar.ts';
import { LAST_CAMPAIGN } from '#lib/protocol/last-campaign.ts';
import { runtime } from '#lib/server/runtime.ts';
import type { PageServerLoad } from './$types';

function runsNow(slug: string): boolean {
	const log = runtime().campaigns.get(slug);
	return log !== undefined && campaignPhase(log.board.campaign, log.now()) === 'during';
}

/** The front door: sign-in, or a campaign one takes part in: what this device showed last, else one that runs now. */
export const load: PageServerLoad = ({ locals: { person }, cookies }) => {
	const slugs = person?.grants.map(({ campaign }) => campaign) ?? [];
	const last = cookies.get(LAST_CAMPAIGN);
	const campaign = slugs.find((slug) => slug === last) ?? slugs.find(runsNow) ?? slugs[0];
	// The sign-in page would send them back here.
	if (person && !campaign) error(403, { message: m.shell_error_no_campaign(), why: 'no_campaign' });
	redirect(303, campaign ? `/${campaign}` : '/login');
};
