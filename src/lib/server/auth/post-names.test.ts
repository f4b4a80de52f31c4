import { expect, test } from 'vitest';
import { postNames } from './post-names.ts';

const unit = (
	code: string,
	parent: string,
	level: 'district' | 'commune',
	type: string,
	vi: string,
	en: string
) => ({
	...{ code, parent: parent, level, type },
	...{ name_vi: vi, name_en: en }
});
const units = [
	unit('461', '45', 'district', 'thành phố', 'Đông Hà', 'Dong Ha'),
	unit('462', '45', 'district', 'thị xã', 'Quảng Trị', 'Quang Tri'),
	unit('1', '461', 'commune', 'phường', 'Phường 1', 'Ward 1'),
	unit('2', '462', 'commune', 'phường', 'Phường 1', 'Ward 1'),
	unit('3', '462', 'commune', 'xã', 'Hải Lệ', 'Hai Le')
];

test('an account of a post says the kind of its place once, and which one of that name', () => {
	const { focalPoint, officer } = postNames(units);
	expect(units.slice(2).map((one) => focalPoint(one).name_vi)).toEqual([
		'Đầu mối Phường 1 (Đông Hà)',
		'Đầu mối Phường 1 (Quảng Trị)',
		'Đầu mối xã Hải Lệ'
	]);
	expect(focalPoint(units[2]!).name_en).toBe('Focal point, Ward 1 (Dong Ha)');
	expect(officer(units[0]!).name_vi).toBe('Cán bộ thành phố Đông Hà');
});
