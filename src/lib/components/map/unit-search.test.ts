import { expect, it } from 'vitest';
import type { UnitSummary } from '#lib/campaign/summary.ts';
import { folded, searchUnits } from './unit-search.ts';

const unit = (code: string, level: string, type: string, name_vi: string, name_en: string) =>
	({ code, level, type, name_vi, name_en }) as UnitSummary;

const UNITS = [
	unit('45', 'province', 'tỉnh', 'Quảng Trị', 'Quang Tri'),
	unit('467', 'district', 'huyện', 'Đakrông', 'Dakrong'),
	unit('469', 'district', 'huyện', 'Triệu Phong', 'Trieu Phong'),
	unit('19624', 'commune', 'thị trấn', 'Ái Tử', 'Ai Tu'),
	unit('19555', 'commune', 'xã', 'Đakrông', 'Dakrong'),
	unit('19666', 'commune', 'xã', 'Triệu Thành', 'Trieu Thanh')
];
const found = (query: string) => searchUnits(UNITS, query).map(({ code }) => code);

it('folds diacritics, đ and space', () => {
	expect(folded('  Đakrông   Ái Tử ')).toBe('dakrong ai tu');
});

it('finds names without diacritics, districts before communes', () => {
	expect(found('dakrong')).toEqual(['467', '19555']);
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
