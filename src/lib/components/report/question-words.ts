import type { Campaign } from '#lib/campaign/campaign.ts';
import type { EntryMode } from '#lib/campaign/entry.ts';
import type { SoftFinding } from '#lib/campaign/soft-checks.ts';
import { formatCount } from '#lib/components/format.ts';
import { measureWord } from '#lib/components/measure-word.ts';
import { m } from '#lib/paraglide/messages.js';

/** A soft check's question in plain words, with its figures. @param dayName 'Hôm nay', 'Ngày 4/3' */
export function questionWords(
	campaign: Pick<Campaign, 'measures'>,
	{ check, measure: key, params }: SoftFinding,
	{ dayName: day, mode }: { dayName: string; mode: EntryMode }
): string {
	const measure = wordOf(key);
	const figure = (name: string) => formatCount(Number(params[name] ?? 0));
	switch (check) {
		case 'far_above_median': {
			const times = timesWords(Number(params['amount']) / Number(params['usual']));
			return m.report_ask_far({
				...{ day, measure, times },
				amount: figure('amount'),
				usual: figure('usual')
			});
		}
		case 'running_total': {
			const figures = { day, measure, amount: figure('amount'), before: figure('before') };
			// Typed as a total so far it is no day's count mistaken for one; it is only very much.
			return mode === 'so_far' ? m.report_ask_as_much(figures) : m.report_ask_total(figures);
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
