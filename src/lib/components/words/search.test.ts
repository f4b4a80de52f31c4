import { describe, expect, it } from 'vitest';
import type { ReviewRow } from '#lib/campaign/reports/review-list.ts';
import type { UnitSummary } from '#lib/campaign/status/summary.ts';
import { matchesView, USUAL_VIEW, type RequestRow } from '../requests/request-list.ts';
import { searchRows } from '../review/search-rows.ts';
import { folded, searchUnits } from './search.ts';

const unit = (code: string, level: string, type: string, name_vi: string, name_en: string) =>
	({
		code,
		level,
		type,
		name_vi,
		name_en,
		parent: level === 'commune' ? '467' : null
	}) as UnitSummary;

const UNITS = [
	unit('45', 'province', 'tỉnh', 'Quảng Trị', 'Quang Tri'),
	unit('467', 'district', 'huyện', 'Đakrông', 'Dakrong'),
	unit('469', 'district', 'huyện', 'Triệu Phong', 'Trieu Phong'),
	unit('19624', 'commune', 'thị trấn', 'Ái Tử', 'Ai Tu'),
	unit('19555', 'commune', 'xã', 'Đakrông', 'Dakrong'),
	unit('19666', 'commune', 'xã', 'Triệu Thành', 'Trieu Thanh'),
	unit('QT-A1', 'commune', 'phường', 'Phường 1', 'Ward 1')
];
const found = (query: string) => searchUnits(UNITS, query).map(({ code }) => code);

it('folds diacritics, đ and space', () => {
	expect(folded('  Đakrông   Ái Tử ')).toBe('dakrong ai tu');
});

it('finds names without diacritics, districts before communes', () => {
	expect(found('dakrong').slice(0, 2)).toEqual(['467', '19555']);
	expect(found('trieu')).toEqual(['469', '19666']);
	expect(found('xã triệu')).toEqual(['19666']);
});

it('finds codes and words inside a name', () => {
	expect(found('19624')).toEqual(['19624']);
	expect(found('phong')).toEqual(['469']);
	expect(found('46')).toEqual(['467', '469']);
});

it('finds nothing for nothing', () => {
	expect(found('  ')).toEqual([]);
	expect(found('hà nội')).toEqual([]);
});

describe('every search finds codes and names, whatever their capitals and diacritics', () => {
	const rowOf = (place: UnitSummary): RequestRow => {
		const request = { number: 12, unit: place.code, state: 'open', holder: null };
		const rest = {
			title: 'Máy quét hỏng',
			area: UNITS[1],
			within: [place.code, '467', '45'],
			group: null,
			person: null
		};
		return { request, place, ...rest } as unknown as RequestRow;
	};
	const SEARCHES: Record<string, (query: string) => string[]> = {
		'the map and the planner': found,
		'the review': (query) =>
			searchRows(
				UNITS.slice(3).map((place) => ({ ...place, above: null }) as ReviewRow & UnitSummary),
				query
			).map(({ code }) => code),
		'the requests': (query) =>
			UNITS.slice(3)
				.map(rowOf)
				.filter((row) => matchesView(row, { ...USUAL_VIEW, query }))
				.map(({ request }) => request.unit)
	};
	it.each(Object.entries(SEARCHES))('%s', (_, search) => {
		for (const query of ['QT-A1', 'qt-a1', 'QT-', 'PHUONG 1', 'phường 1', 'ward 1'])
			expect(search(query), query).toEqual(['QT-A1']);
		for (const query of ['19624', 'ái tử', 'AI TU', 'thi tran ai'])
			expect(search(query), query).toEqual(['19624']);
		expect(search('khe sanh')).toEqual([]);
	});
	it('the requests, by number, district, group and person, too', () => {
		const row = {
			...rowOf(UNITS[5]!),
			group: { name_vi: 'Tổ công tác số 3', name_en: 'Working group 3' },
			person: { name_vi: 'Lê Thị Đào', name_en: 'Le Thi Dao' }
		};
		const is = (query: string) => matchesView(row, { ...USUAL_VIEW, query });
		const yes = [
			'#12',
			'12',
			'1',
			'dakrong',
			'467',
			'working group',
			'to cong tac',
			'DAO',
			'may quet'
		];
		expect(yes.filter((query) => !is(query))).toEqual([]);
		expect(['#2', '2', '4', '#467'].filter(is)).toEqual([]);
	});
});
