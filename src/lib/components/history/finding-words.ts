import type { Campaign } from '#lib/campaign/campaign.ts';
import type { SoftCheck, SoftFinding } from '#lib/campaign/reports/soft-checks.ts';
import { m } from '#lib/paraglide/messages.js';
import { formatCount } from '../words/format.ts';
import { measureWord } from '../words/measure-word.ts';
import { termsOf, type Terms } from '../words/terms.ts';

const FLAGS: Record<SoftCheck, (terms: Terms) => string> = {
	running_total: m.review_flag_running_total,
	far_above_median: m.review_flag_far_above_median,
	above_target: m.review_flag_above_target,
	measure_missing: m.review_flag_measure_missing
};

/** 'cao bất thường, vượt chỉ tiêu': what the soft checks asked, as short as it can be said. */
export function flagWords(flags: readonly SoftCheck[], campaign: Campaign): string {
	return flags.map((flag) => FLAGS[flag](termsOf(campaign))).join(', ');
}

/** One finding with its figures: 'Trường hợp 412, gấp hơn 3 lần mức thường ngày 96'. */
export function findingWords(campaign: Campaign, { check, measure, params }: SoftFinding): string {
	const nameOfMeasure = (key: string | number | undefined) => {
		const known = campaign.measures.find((one) => one.key === key);
		return known ? measureWord(known) : String(key ?? measure);
	};
	const figure = (key: string) => formatCount(Number(params[key] ?? 0));
	const words: Record<SoftCheck, () => string> = {
		running_total: () =>
			m.history_finding_running_total({
				...{ measure: nameOfMeasure(measure), amount: figure('amount'), before: figure('before') }
			}),
		far_above_median: () =>
			m.history_finding_far_above_median({
				...{ measure: nameOfMeasure(measure), amount: figure('amount'), usual: figure('usual') }
			}),
		above_target: () =>
			m.history_finding_above_target({
				...{ measure: nameOfMeasure(measure), total: figure('total'), target: figure('target') }
			}),
		measure_missing: () =>
			m.history_finding_measure_missing({
				...{ measure: nameOfMeasure(measure), amount: figure('amount') },
				other: nameOfMeasure(params['other'])
			})
	};
	const text = words[check]();
	return text.charAt(0).toLocaleUpperCase() + text.slice(1);
}
