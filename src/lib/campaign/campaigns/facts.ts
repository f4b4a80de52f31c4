import * as v from 'valibot';
import { unnamedUnit } from '../board.ts';
import { campaignOf, ClockSetting, RecordedCampaign } from '../campaign.ts';
import { kind, noPlace } from '../kind-of-fact.ts';
import { count, date, named, text } from '../shapes.ts';

/** What a place is, apart from its numbers. */
const UnitSetup = v.object({
	...named,
	code: text,
	parent: v.nullable(text),
	/** Key of one of the campaign's levels. */
	level: text,
	type: text,
	position: count
});
export type UnitSetup = v.InferOutput<typeof UnitSetup>;

/**
 * What happens to a campaign as a whole. A change of its set-up is written in this order: places that are new or
 * changed, targets, and at the end `campaign.changed` with the number of the set-up.
 */
export const campaignFacts = {
	/** The set-up changed: names, days, deadlines, measures and categories as they are now. */
	'campaign.changed': kind({
		data: v.object({ campaign: RecordedCampaign }),
		places: noPlace,
		fold(board, { campaign }) {
			const isFirst = board.campaign.setup === 0;
			board.campaign = campaignOf(campaign);
			// Places that were gone before the log began to speak of places.
			if (isFirst) for (const [code, { type }] of board.units) if (!type) board.units.delete(code);
		}
	}),
	/** Places that are new or changed, and the codes of those that were removed. */
	'units.changed': kind({
		data: v.object({ changed: v.array(UnitSetup), removed: v.array(text) }),
		places: noPlace,
		fold(board, { changed, removed }) {
			const all = new Map(board.units);
			for (const code of removed) all.delete(code);
			for (const unit of changed) {
				all.set(unit.code, { ...(all.get(unit.code) ?? unnamedUnit(unit.code)), ...unit });
			}
			board.units = new Map([...all].sort(([, a], [, b]) => a.position - b.position));
		}
	}),
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
