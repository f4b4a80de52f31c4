import type { Amounts, Campaign, Measure } from '#lib/campaign/campaign.ts';
import { getLocale } from '#lib/paraglide/runtime.js';
import { formatCount, nameOf } from './format.ts';

/** A measure as it stands inside a sentence: 'trường hợp', 'cases'. */
export function measureWord(measure: Measure): string {
	return nameOf(measure).toLocaleLowerCase(getLocale());
}

/** What was counted, primary measure first: '212 trường hợp, 3 sổ'. Measures not named are left out. */
export function amountWords(campaign: Campaign, amounts: Amounts): string {
	return [...campaign.measures]
		.sort((a, b) => Number(b.primary) - Number(a.primary))
		.filter(({ key }) => amounts[key] !== undefined)
		.map((measure) => `${formatCount(amounts[measure.key] ?? 0)} ${measureWord(measure)}`)
		.join(', ');
}
