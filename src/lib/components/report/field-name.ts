import type { Campaign } from '#lib/campaign/campaign.ts';
import { nameOf } from '#lib/components/words/format.ts';
import { measureWord } from '#lib/components/words/measure-word.ts';

/** A field as people call it: 'Khai sinh · trường hợp'. */
export function fieldName(
	campaign: Pick<Campaign, 'categories' | 'measures'>,
	field: { category: string; measure: string } | string
): string {
	const [category = '', measure = ''] =
		typeof field === 'string' ? field.split(' ') : [field.category, field.measure];
	const row = campaign.categories.find(({ key }) => key === category);
	const column = campaign.measures.find(({ key }) => key === measure);
	return `${row ? nameOf(row) : category} · ${column ? measureWord(column) : measure}`;
}
