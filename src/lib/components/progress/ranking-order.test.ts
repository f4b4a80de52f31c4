import { expect, test } from 'vitest';
import type { UnitSummary } from '#lib/campaign/status/summary.ts';
import { rank, type RankingOrder } from './ranking-order.ts';

/** A place with a target of 1,000 cases whose plan for tonight is 500. */
const place = (
	code: string,
	status: UnitSummary['status'],
	done: number,
	today: number
): UnitSummary => ({
	code,
	parent: '45',
	level: 'district',
	leaf: false,
	type: 'huyện',
	name_vi: code,
	name_en: code,
	done: { cases: done },
	today: { cases: today },
	target: { cases: status === 'none' ? 0 : 1000 },
	unallocated: { cases: 0 },
	share: status === 'none' ? null : done / 1000,
	ideal: status === 'none' ? 0 : 500,
	required_per_day: 50,
	average_per_day: 50,
	status,
	reports: { in: 1, due: 1 },
	silent_days: 0,
	last_report_at: null,
	receipt: null
});

const places = [
	place('Cồn Cỏ', 'none', 0, 0),
	place('Đông Hà', 'on_track', 520, 40),
	place('Hướng Hóa', 'late', 200, 10),
	place('Đakrông', 'silent', 150, 0),
	place('Triệu Phong', 'at_risk', 400, 60),
	place('Gio Linh', 'late', 300, 20),
	place('Hải Lăng', 'done', 1000, 0)
];

test.each<[RankingOrder, string[]]>([
	['risk', ['Hướng Hóa', 'Gio Linh', 'Đakrông', 'Triệu Phong', 'Đông Hà', 'Hải Lăng', 'Cồn Cỏ']],
	['name', ['Đakrông', 'Đông Hà', 'Gio Linh', 'Hải Lăng', 'Hướng Hóa', 'Triệu Phong', 'Cồn Cỏ']],
	['share', ['Hải Lăng', 'Đông Hà', 'Triệu Phong', 'Gio Linh', 'Hướng Hóa', 'Đakrông', 'Cồn Cỏ']],
	['today', ['Triệu Phong', 'Đông Hà', 'Gio Linh', 'Hướng Hóa', 'Đakrông', 'Hải Lăng', 'Cồn Cỏ']]
])('by %s', (order, expected) => {
	expect(rank(places, order, 'cases', 'vi')).toEqual(expected);
});

test('numbered wards stand in the order of their numbers', () => {
	const wards = ['Phường 10', 'Phường 2', 'Phường 1'].map((name) => place(name, 'on_track', 0, 0));
	expect(rank(wards, 'name', 'cases', 'vi')).toEqual(['Phường 1', 'Phường 2', 'Phường 10']);
});
