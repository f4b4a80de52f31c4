import { LAST_CAMPAIGN } from '#lib/protocol/last-campaign.ts';

/** Remembers which campaign this device showed last: the start page opens it again. */
export function rememberCampaign(slug: string): void {
	document.cookie = `${LAST_CAMPAIGN}=${encodeURIComponent(slug)}; path=/; max-age=31536000; samesite=lax`;
}
