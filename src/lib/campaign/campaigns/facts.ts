import type { ClockSetting } from '../campaign.ts';
import { kind, noPlace } from '../kind-of-fact.ts';

/** What happens to a campaign as a whole. */
export const campaignFacts = {
	/** A new day of the campaign has begun. Which one follows from the clock; screens are told to look. */
	'day.opened': kind<{ date: string; day: number }>({ places: noPlace, fold: () => {} }),
	/** A simulated campaign's clock was set. */
	'clock.set': kind<{ clock: ClockSetting }>({
		places: noPlace,
		fold: (board, { clock }) => void (board.campaign.clock = clock)
	})
};
