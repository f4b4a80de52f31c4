import { expect, test } from 'vitest';
import { nameOf } from './format.ts';
import { fullNameOf, fullPlaceIn, placeIn, placeTitleIn, rowNameOf, titleOf } from './unit-name.ts';
import { m } from '#lib/paraglide/messages.js';

const unit = (code: string, parent: string | null, level: string, type: string, name: string) => ({
	...{ code, parent, level, type },
	name_vi: name,
	name_en: name
});
const units = [
	unit('45', null, 'province', 'Tỉnh', 'Tỉnh Quảng Trị'),
	unit('461', '45', 'district', 'thành phố', 'Đông Hà'),
	unit('462', '45', 'district', 'thị xã', 'Quảng Trị'),
	unit('1', '461', 'commune', 'phường', 'Phường 1'),
	unit('2', '462', 'commune', 'phường', 'Phường 1'),
	unit('3', '462', 'commune', 'xã', 'Hải Lệ')
];
const places = new Map(units.map((one) => [one.code, one]));

test('places of one name are named with the place above, as a name, a full name and a heading', () => {
	const names = (code: string) =>
		[placeIn, fullPlaceIn, placeTitleIn].map((of) => of(places, code));
	expect(names('1')).toEqual(Array(3).fill('Phường 1 (Đông Hà)'));
	expect(names('2')).toEqual(Array(3).fill('Phường 1 (Quảng Trị)'));
	expect(names('3')).toEqual(['Hải Lệ', 'xã Hải Lệ', 'Xã Hải Lệ']);
	expect(names('?')).toEqual(['?', '?', '?']);
	expect(rowNameOf({ ...units[3]!, above: units[1]! })).toBe('Phường 1 (Đông Hà)');
});

test('a kind is said once in a sentence and at its head', () => {
	expect(m.leader_whole({ name: fullNameOf(units[0]!) })).toBe('Toàn tỉnh Quảng Trị');
	expect(titleOf(units[0]!)).toBe('Tỉnh Quảng Trị');
});

test('a place cannot be named without deciding which one of that name it is', () => {
	// @ts-expect-error a place has a kind: unit-name.ts names it
	expect(nameOf(units[3]!)).toBe('Phường 1');
});
