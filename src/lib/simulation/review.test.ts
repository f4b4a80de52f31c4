import { expect, test } from 'vitest';
import { smallBoard } from '#lib/campaign/test-campaign.ts';
import type { CampaignBoard, DayReport } from '#lib/campaign/board.ts';
import { reviewOf } from './review.ts';

const at = (time: string) => new Date(`2025-03-07T${time}:00+07:00`);
const day = (receipt: string, rest: Partial<DayReport> = {}): DayReport => ({
	...{ state: 'submitted', amounts: { cases: 40 }, revision: 1, receipt, timely: true },
	at: '2025-03-07T09:00:00.000Z',
	...rest
});
const district = (board: CampaignBoard) => board.units.get('461')!;

test('after the deadline an officer reminds who said nothing, once', () => {
	const board = smallBoard();
	board.units.get('19330')!.days['2025-03-07'] = day('1AAA');
	expect(reviewOf(board, district(board), at('17:00'))).toEqual([]);
	const reminder = { type: 'report.remind', input: { units: ['19333'], date: '2025-03-07' } };
	expect(reviewOf(board, district(board), at('17:45'))).toEqual([reminder]);
	board.units.get('19333')!.reminded = { at: '', date: '2025-03-07', seen: false };
	expect(reviewOf(board, district(board), at('17:45'))).toEqual([]);
});

test('in the evening an officer takes what is in order and leaves the rest', () => {
	const board = smallBoard();
	const { days } = board.units.get('19330')!;
	days['2025-03-04'] = day('1AAA', { disputed: 1 });
	days['2025-03-05'] = day('1AAA', { state: 'accepted' });
	days['2025-03-06'] = day('1AAA', { state: 'corrected', revision: 2 });
	days['2025-03-07'] = day('3AAA', { flags: ['far_above_median'] });
	expect(reviewOf(board, district(board), at('20:00'))).toMatchObject([
		{ type: 'report.return', input: { unit: '19330', date: '2025-03-07', revision: 1 } },
		{
			type: 'report.accept_many',
			input: { reports: [{ unit: '19330', date: '2025-03-06', revision: 2 }] }
		}
	]);
});
