import { expect, test } from 'vitest';
import { tellsApart } from './same-names.ts';

const place = (code: string, parent: string | null, level: string, vi: string, en = vi) =>
	[code, { code, parent, level, name_vi: vi, name_en: en }] as const;
const places = new Map([
	place('45', null, 'province', 'Quảng Trị'),
	place('461', '45', 'district', 'Đông Hà'),
	place('462', '45', 'district', 'Quảng Trị'),
	place('1', '461', 'commune', 'Phường 1', 'Ward 1'),
	place('2', '462', 'commune', 'Phường 1', 'Ward 1'),
	place('3', '462', 'commune', 'An Đôn', 'An Don'),
	place('4', '461', 'commune', 'Hải Hòa', 'Hai Hoa'),
	place('5', '462', 'commune', 'Hải Hoà', 'Hai Hoa')
]);
const above = (code: string) => tellsApart(places, code)?.name_vi ?? null;

test('places of one name are told apart by the place above, all others by their name alone', () => {
	expect([above('1'), above('2')]).toEqual(['Đông Hà', 'Quảng Trị']);
	expect([above('4'), above('5')]).toEqual(['Đông Hà', 'Quảng Trị']);
	expect([above('3'), above('462'), above('45'), above('?')]).toEqual([null, null, null, null]);
});
