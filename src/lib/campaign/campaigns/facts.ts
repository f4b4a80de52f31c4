import * as v from 'valibot';
import { ClockSetting } from '../campaign.ts';
import { kind, noPlace } from '../kind-of-fact.ts';
import { count, date } from '../shapes.ts';

/** What happens to a campaign as a whole. */
export const campaignFacts = {
	/** A new day of the campaign has begun. Which one follows from the clock; screens are told to look. */
	'day.opened': kind({
		data: v.object({ date, day: count }),
		places: noPlace,
		fold: () => {}
	}),
	/** A simulated campaign's clock was set. */
	'clock.set': kind({
		data: v.object({ clock: ClockSetting }),
		places: noPlace,
		fold: (board, { clock }) => void (board.campaign.clock = clock)
	})
};
