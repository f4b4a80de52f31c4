import { expect, test } from 'vitest';
import { quangTri } from '#lib/campaign/test-campaign.ts';
import { overwriteGetLocale } from '#lib/paraglide/runtime.js';
import { termsOf } from '../words/terms.ts';
import { STEP_WORDS, type StepCommand, type TakenStep } from './step-words.ts';

overwriteGetLocale(() => 'vi');
const names = {
	timeOf: (at: string) => at.slice(11, 16),
	groupName: () => 'Tổ 3',
	group: 'group-1',
	terms: () => termsOf(quangTri)
};
const words = (type: StepCommand, step: Partial<TakenStep>) =>
	STEP_WORDS[type]({ request: 12, state: 'open', until: '2025-03-03T16:00:00Z', ...step }, names);

test.each<[StepCommand, Partial<TakenStep>, string]>([
	['request.acknowledge', {}, 'đã xem, hoãn đến 16:00'],
	['request.ask_release', { state: 'in_progress' }, 'đã đề nghị người phụ trách trả lại'],
	[
		'request.resolve',
		{ outcome: 'rejected' },
		'đã báo kết quả “Không thực hiện được”, chờ xã xác nhận'
	],
	['request.take_over', { group: 'group-3' }, 'Tổ 3 phụ trách đến 16:00'],
	['request.wait', {}, 'tạm chờ đến 16:00'],
	['request.merge', { into: 7 }, 'trùng với yêu cầu 7']
])('%s is answered by what it did', (type, step, expected) => {
	expect(words(type, step)).toBe(expected);
});

test('no step is answered by another’s words, and nobody who holds nothing is told that they hold it', () => {
	const types = Object.keys(STEP_WORDS) as StepCommand[];
	const said = types.map((type) => words(type, {}));
	expect(new Set(said).size).toBe(types.length);
	const holds = types.filter((type) => words(type, {}).includes('phụ trách đến'));
	expect(holds).toEqual(['request.start', 'request.extend', 'request.take_over']);
});
