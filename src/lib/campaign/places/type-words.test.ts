import { describe, expect, test } from 'vitest';
import { nameWithType } from './type-words.ts';

const named = (type: string, name_vi: string, name_en: string) => {
	const unit = { type, name_vi, name_en };
	return [nameWithType(unit, 'vi'), nameWithType(unit, 'en')];
};

describe('a name with its kind says the kind once, however a file writes it', () => {
	test.each([
		['xã', 'Triệu Thành', 'Trieu Thanh', 'xã Triệu Thành', 'Trieu Thanh commune'],
		['Phường', 'Phường Đông Giang', 'Dong Giang Ward', 'phường Đông Giang', 'Dong Giang ward'],
		['phường', 'Đông Giang', 'Ward Dong Giang', 'phường Đông Giang', 'Dong Giang ward'],
		['Phường', 'Phường Đông Giang', 'Phường Đông Giang', 'phường Đông Giang', 'Đông Giang ward'],
		['Tỉnh', 'Tỉnh Quảng Trị', 'Quang Tri Province', 'tỉnh Quảng Trị', 'Quang Tri province'],
		['Thành  phố', 'Thành phố Đông Hà', 'Dong Ha City', 'thành phố Đông Hà', 'Dong Ha city'],
		['phường', 'Phường 1', 'Ward 1', 'Phường 1', 'Ward 1'],
		['Quận', '3', 'District 3', 'Quận 3', 'District 3'],
		['đặc khu', 'Cồn Cỏ', 'Con Co', 'đặc khu Cồn Cỏ', 'Con Co special zone'],
		['quận', 'Hải Châu', 'Hai Chau', 'quận Hải Châu', 'Hai Chau district'],
		['thôn', 'Thôn An Mỹ', 'An My', 'thôn An Mỹ', 'An My thôn'],
		['xã', 'Xãng', 'Xang', 'xã Xãng', 'Xang commune'],
		['province', 'Siquijor', 'Siquijor', 'tỉnh Siquijor', 'Siquijor province'],
		['quốc gia', 'Việt Nam', 'Vietnam', 'Việt Nam', 'Vietnam'],
		['', 'Hải Lăng', 'Hai Lang', 'Hải Lăng', 'Hai Lang']
	])('%s + %s', (type, vi, en, ...expected) => {
		expect(named(type, vi, en)).toEqual(expected);
	});
});
