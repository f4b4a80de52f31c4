import type { Campaign } from '#lib/campaign/campaign.ts';
import { levelNumber } from '#lib/campaign/places/tree.ts';
import { m } from '#lib/paraglide/messages.js';
import { formatCount } from '../words/format.ts';
import { levelWord } from '../words/terms.ts';

/**
 * How many units, called by their level; by the lowest where they are of several: '119 xã, phường, thị trấn'.
 * @param brief without the kinds of a level: '119 xã'
 */
export function countWords(
	campaign: Campaign,
	units: readonly { level: string }[],
	count = units.length,
	brief = false
): string {
	const lowest = Math.max(...units.map(({ level }) => levelNumber(campaign, level)));
	const level = campaign.levels[lowest] ?? campaign.levels.at(-1)!;
	return m.leader_units({ count: formatCount(count), units: levelWord(level, count, brief) });
}

/** How many places that report: '119 xã', '1 commune'. */
export function countLeaves(campaign: Campaign, count: number): string {
	const units = levelWord(campaign.levels.at(-1)!, count, true);
	return m.leader_units({ count: formatCount(count), units });
}
