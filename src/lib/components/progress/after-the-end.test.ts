import { createRawSnippet } from 'svelte';
import { render } from 'svelte/server';
import { describe, expect, test } from 'vitest';
import { rootOf, type CampaignBoard } from '#lib/campaign/board.ts';
import { campaignPhase } from '#lib/campaign/calendar/calendar.ts';
import { reduce } from '#lib/campaign/reduce.ts';
import { summarize } from '#lib/campaign/status/summary.ts';
import { smallBoard, testReport } from '#lib/campaign/test-campaign.ts';
import PageStrip from '../shell/PageStrip.svelte';
import { progressWords } from './progress-words.ts';
import TopStrip from './TopStrip.svelte';

const at = (day: string) => new Date(`2025-03-${day}:00+07:00`);
const nothing = createRawSnippet(() => ({ render: () => '<i></i>' }));
const textOf = ({ body }: { body: string }) =>
	body
		.replace(/<!--.*?-->/g, '')
		.replace(/<[^>]+>/g, ' ')
		.replace(/\s+/g, ' ');

/** One commune reached its target on the 7th and reported on no other day; the others never did. */
function board(): CampaignBoard {
	const small = smallBoard();
	reduce(small, testReport(1, 300));
	return small;
}
const top = (now: Date) => {
	const top = summarize(board(), rootOf(board()), now);
	const { campaign } = board();
	return textOf(
		render(TopStrip, {
			props: { campaign, top, silent: 2, finished: 1, now, badge: nothing }
		})
	);
};
const page = (date: string) =>
	textOf(
		render(PageStrip, {
			props: {
				title: '',
				campaign: board().campaign,
				date,
				stale: false,
				badge: nothing,
				children: nothing
			}
		})
	);

describe('the days before and after a campaign', () => {
	test('are phases of it: closing while the last day takes corrections, then the result', () => {
		const { campaign } = board();
		const phases = ['01T00:00', '20T23:59', '21T00:00', '22T17:29', '22T17:30'];
		expect(phases.map((day) => campaignPhase(campaign, at(day)))).toEqual([
			...['during', 'during', 'closing', 'closing', 'result']
		]);
		expect(campaignPhase(campaign, new Date('2025-02-28T12:00:00Z'))).toBe('before');
	});

	test('are told by the strip: until when corrections are taken, then the result; nothing of today', () => {
		expect(top(at('20T21:59'))).toContain('ngày cuối');
		const closing = top(at('21T09:00'));
		expect(closing).toContain('Đã kết thúc · còn sửa đến 17:30 ngày 22/3');
		const result = top(at('23T09:00'));
		expect(result).toContain('Kết quả · 1/3/2025 – 20/3/2025');
		for (const text of [closing, result]) {
			expect(text).toContain('1 / 3');
			expect(text).not.toMatch(/hôm nay/i);
		}
	});

	test('are no day of it in the head of a page', () => {
		expect(page('2025-03-20')).toContain('Ngày 20 / 20');
		expect(page('2025-03-21')).toMatch(/21\/3\/2025 .*· Đã kết thúc/);
		expect(page('2025-02-28')).toContain('Chưa bắt đầu');
	});

	test('leave a place done or short of its target, and nobody silent for ever', () => {
		const words = (code: string, day: string) => {
			const small = board();
			return progressWords(summarize(small, small.units.get(code)!, at(day)), 'cases');
		};
		expect(words('19330', '23T09:00')).toBe('Xong');
		expect(words('19333', '21T09:00')).toMatch(/^không báo cáo/i);
		expect(words('19333', '23T09:00')).toBe('Chưa đạt · còn thiếu 300');
	});
});
