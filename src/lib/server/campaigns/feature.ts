import { feature } from '../feature.ts';
import { loadCampaign, loadUnits } from '../log/load-setup.ts';
import { openDays } from './open-day.ts';

/** What a campaign is, its places, and its days. */
export const campaigns = feature({
	commands: {},
	async load(tx, campaignId, board) {
		Object.assign(board, await loadCampaign(tx, campaignId));
		board.units = await loadUnits(tx, campaignId);
	},
	due: (services) => [openDays(services)]
});
