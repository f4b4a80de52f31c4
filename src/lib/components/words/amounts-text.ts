import type { Amounts, Campaign } from '#lib/campaign/campaign.ts';
import { formatCount } from '#lib/components/words/format.ts';
import { measureWord } from '#lib/components/words/measure-word.ts';

/** Amounts as a line of words: '4 sổ · 250 trường hợp'; measures that are absent are left out. */
export function amountsText(campaign: Pick<Campaign, 'measures'>, amounts: Amounts): string {
	return campaign.measures
		.flatMap((measure) => {
			const amount = amounts[measure.key];
			if (amount === undefined) return [];
			return [`${formatCount(amount)}\u00a0${measureWord(measure).replaceAll(' ', '\u00a0')}`];
		})
		.join(' · ');
}
