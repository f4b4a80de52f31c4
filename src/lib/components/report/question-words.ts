import type { Campaign } from '#lib/campaign/campaign.ts';
import type { SoftFinding } from '#lib/campaign/reports/soft-checks.ts';
import { formatCount } from '#lib/components/words/format.ts';
import { measureWord } from '#lib/components/words/measure-word.ts';
import { m } from '#lib/paraglide/messages.js';

/**
 * What is asked at once about one measure, in plain words with its figures.
 * @param dayName 'Hôm nay', 'Ngày 4/3'
 * @param isTotal whether the amount may be a running total: then it is asked whether it is one
 */
export function questionWords(
	campaign: Pick<Campaign, 'measures'>,
	[{ check, measure: key, params }, ...others]: readonly [SoftFinding, ...SoftFinding[]],
	{ dayName: day, isTotal }: { dayName: string; isTotal: boolean }
): string {
	const measure = wordOf(key);
	const figure = (name: string) => formatCount(Number(params[name] ?? 0));
	switch (check) {
		case 'far_above_median': {
			const times = timesWords(Number(params['amount']) / Number(params['usual']));
			const far = { day, measure, times, amount: figure('amount'), usual: figure('usual') };
			const above = others.find((other) => other.check === 'above_target')?.params;
			if (!above) return m.report_ask_far(far);
			const [total, target] = [above['total'], above['target']].map((n) => formatCount(Number(n)));
			return m.report_ask_far_above({ ...far, total: total!, target: target! });
		}
		case 'running_total': {
			const figures = { day, measure, amount: figure('amount'), before: figure('before') };
			return isTotal ? m.report_ask_total(figures) : m.report_ask_as_much(figures);
		}
		case 'above_target':
			return m.report_ask_above({ measure, total: figure('total'), target: figure('target') });
		case 'measure_missing':
			return m.report_ask_missing({
				...{ day, measure, amount: figure('amount') },
				other: wordOf(String(params['other']))
			});
	}

	function wordOf(name: string): string {
		const found = campaign.measures.find((one) => one.key === name);
		return found ? measureWord(found) : name;
	}
}

/** Never rounded up: 9,2 → 'hơn 9'. */
function timesWords(times: number): string {
	const count = formatCount(Math.floor(times));
	return Number.isInteger(times) ? count : m.report_ask_over({ count });
}
