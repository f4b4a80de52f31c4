import { expect, test } from 'vitest';
import { spreadCells } from './pasted-cells.ts';

const fields = [
	['birth books', 'birth cases'],
	['death books', 'death cases'],
	['marriage books', 'marriage cases']
];
const spread = (text: string, at: string) => spreadCells(text, fields, at);
const filled = (text: string, at: string) => {
	const found = spread(text, at);
	return found?.kind === 'filled' ? Object.fromEntries(found.texts) : found;
};

test('one cell is for the field itself, also with the line end a spreadsheet adds', () => {
	expect(spread('1.240', 'birth books')).toBeNull();
	expect(spread('1.240\r\n', 'birth books')).toBeNull();
});

test('two cells go into two fields, never into one number', () => {
	expect(filled('12\t500', 'birth books')).toEqual({ 'birth books': '12', 'birth cases': '500' });
});

test('one long row goes on in the next one; from the last column it begins there', () => {
	expect(filled('500\t3\t7', 'birth cases')).toEqual({
		'birth cases': '500',
		'death books': '3',
		'death cases': '7'
	});
});

test('a block keeps its shape, a column stays in its column, an empty cell changes nothing', () => {
	expect(filled('1\t20\n2\t30\n', 'birth books')).toEqual({
		'birth books': '1',
		'birth cases': '20',
		'death books': '2',
		'death cases': '30'
	});
	expect(filled('20\r\n\r\n40', 'birth cases')).toEqual({
		'birth cases': '20',
		'marriage cases': '40'
	});
});

test('what does not fit is refused with its size, nothing of it is taken', () => {
	expect(spread('1\n2\n3\n4', 'birth books')).toMatchObject({
		...{ kind: 'too_many', rows: 4, columns: 1 },
		seen: ['1', '2', '3', '4']
	});
	expect(spread('1\t2\n3\t4', 'birth cases')).toMatchObject({ kind: 'too_many', columns: 2 });
	expect(spread('1\t2', 'marriage cases')).toMatchObject({ kind: 'too_many' });
});

test('a cell that is no whole number refuses all, and is named', () => {
	expect(spread('Khai sinh\t12', 'birth books')).toMatchObject({
		...{ kind: 'not_numbers', cell: 'Khai sinh' },
		seen: ['Khai sinh', '12']
	});
	expect(spread('12,5\t12', 'birth books')).toMatchObject({ cell: '12,5' });
	expect(spread('-1\t12', 'birth books')).toMatchObject({ cell: '-1' });
	expect(filled('1.234,00\t1,234.00', 'birth books')).toEqual({
		'birth books': '1.234,00',
		'birth cases': '1,234.00'
	});
});
