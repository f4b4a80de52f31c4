import { describe, expect, it } from 'vitest';
import {
	checkSample,
	packageIn,
	problemsIn,
	UNITS,
	withChange,
	withLine
} from './sample-package.ts';

const NAMES = ['Quảng Trị', 'Vĩnh Linh', 'Cồn Cỏ', 'Hồ Xá', 'Bến Quan', 'Vĩnh Thái'];

describe('units.csv', () => {
	it.each([
		['a byte order mark and Windows line ends', '\uFEFF' + UNITS.replaceAll('\n', '\r\n')],
		['old Macintosh line ends', UNITS.replaceAll('\n', '\r')],
		['semicolons', UNITS.replaceAll(',', ';')],
		['quotation marks', UNITS.replace(',Hồ Xá,', ',"Hồ Xá",')],
		['decomposed letters', UNITS.normalize('NFD')],
		['empty lines and lines of empty cells', UNITS.replaceAll('\n', '\n\n,,,,,\n')],
		['other columns, in any order', UNITS.replace(/^(\w+),(.*)$/gm, '$2,$1,x')],
		['a last column without a name', UNITS.replace(/(?<=.)$/gm, ',')],
		['a last column without a name in the head alone', UNITS.replace('type', 'type,,')],
		['empty cells behind the last column', UNITS.replace(/(?<=xã|trấn)$/gm, ',,')],
		['a head in capitals', UNITS.replace(/^.*/, (head) => head.toUpperCase())],
		['a head with signs that are not seen', UNITS.replace('name_vi', '\u00A0name_vi\u200B')],
		['levels in capitals', UNITS.replace('province', 'PROVINCE').replace('commune', 'Commune')],
		['signs that are not seen in its names', UNITS.replace('Hồ Xá', '\uFEFFHồ\u200B Xá\u2060')]
	])('may have %s', (_, units) => {
		const { units: read } = packageIn(checkSample({ 'units.csv': units }));
		expect(read.map(({ name_vi }) => name_vi)).toEqual(NAMES);
	});

	it('keeps names with commas, and counts lines past line breaks', () => {
		const [head, ...lines] = UNITS.trim().split('\n');
		const noted = [`${head},note`, ...lines.map((line) => `${line},"a\nb"`)].join('\n');
		const units = noted.replace('Hồ Xá', '"Hồ Xá, ""thị trấn"""');
		const [, , , unit] = packageIn(checkSample({ 'units.csv': units })).units;
		expect(unit).toMatchObject({ name_vi: 'Hồ Xá, "thị trấn"', line: 8 });
		expect(problemsIn({ 'units.csv': units.replace('commune,3', 'xã,3') })).toEqual([
			'units.csv:12:level import_level_unknown'
		]);
	});

	it.each([
		['commune,4,464,Vĩnh, Tú,Vinh Tu,xã', ':8 import_row_cells'],
		['commune,4,464,Vĩnh, Tú,Vinh Tu,xã,', ':8 import_row_cells'],
		['commune,4,464,Vĩnh Tú,Vinh Tu', ':8 import_row_cells'],
		['commune,4,464,,Vinh Tu,xã', ':8:name_vi import_cell_empty'],
		['commune,4,464,\u200B\u2060,Vinh Tu,xã', ':8:name_vi import_cell_empty'],
		['commune,4,464,"Vĩnh\nTú",Vinh Tu,xã', ':8:name_vi import_text_one_line'],
		['commune,4,464,Vĩnh\u0007 Tú,Vinh Tu,xã', ':8:name_vi import_text_unseen'],
		['commune,4,464,Vĩnh Tú,\u202EVinh Tu,xã', ':8:name_en import_text_unseen'],
		['commune,4,464,Vĩnh Tú,Vinh Tu,"x\u2066ã"', ':8:type import_text_unseen'],
		['constructor,4,464,Vĩnh Tú,Vinh Tu,xã', ':8:level import_level_unknown'],
		['commune,,464,Vĩnh Tú,Vinh Tu,xã', ':8:code import_cell_empty'],
		['commune,4 5,464,Vĩnh Tú,Vinh Tu,xã', ':8:code import_code_expected'],
		['ward,4,464,Vĩnh Tú,Vinh Tu,xã', ':8:level import_level_unknown'],
		['commune,3,464,Vĩnh Tú,Vinh Tu,xã', ':8:code import_code_twice'],
		['commune,4,999,Vĩnh Tú,Vinh Tu,xã', ':8:parent_code import_parent_unknown'],
		['commune,4,,Vĩnh Tú,Vinh Tu,xã', ':8:parent_code import_parent_missing'],
		['commune,4,3,Vĩnh Tú,Vinh Tu,xã', ':8:parent_code import_parent_level'],
		['district,4,464,Vĩnh Tú,Vinh Tu,xã', ':8:parent_code import_parent_level'],
		['commune,4,4,Vĩnh Tú,Vinh Tu,xã', ':8:parent_code import_parent_loop'],
		['district,a,b,A,A,x\ndistrict,b,a,B,B,x', ':8:parent_code import_parent_loop'],
		['province,46,,Huế,Hue,tỉnh', ':8:level import_top_twice'],
		['commune,4,464,"Vĩnh Tú,Vinh Tu,xã\n\n', ':8 import_quote_open'],
		['commune,4,464,Vĩnh "Tú",Vinh Tu,xã', ':8 import_quote_stray']
	])('with the line %s is refused', (line, expected) => {
		expect(problemsIn(withLine('units.csv', line))).toEqual([`units.csv${expected}`]);
	});

	it.each([
		[/^[^]*$/, '', ':1 import_file_empty'],
		['parent_code', 'parent', ':1:parent_code import_column_missing'],
		[',type', ',type,level', ':1:level import_column_twice'],
		[',type', ',type,LEVEL', ':1:level import_column_twice'],
		[/(?<=xã)$/gm, ',x', ':7 import_row_cells'],
		['province,45,,', 'province,45,464,', ':2:parent_code import_parent_loop'],
		[/^province.*\n/m, '', ' import_top_missing'],
		[/^commune[^]*$/m, '', ' import_leaf_missing']
	])('with %s → %s is refused', (from, to, expected) => {
		expect(problemsIn(withChange('units.csv', from, to))).toContain(`units.csv${expected}`);
	});
});
