import { describe, expect, it } from 'vitest';
import {
	checkSample,
	packageIn,
	problemsIn,
	UNITS,
	withChange,
	withLine
} from './sample-package.ts';

/** What was computed, by unit and measure. */
function allocatedIn(files: Record<string, string>): Record<string, number> {
	const { targets } = packageIn(checkSample(files));
	const computed = targets.filter(({ origin }) => origin === 'allocated');
	return Object.fromEntries(
		computed.map(({ unit, measure, amount }) => [`${unit} ${measure}`, amount])
	);
}

describe('targets.csv', () => {
	it.each([
		['999,cases,5,plan', 'targets.csv:5:unit import_unit_unknown'],
		['471,pages,5,plan', 'targets.csv:5:measure import_measure_unknown'],
		['471,cases,-5,plan', 'targets.csv:5:amount import_amount_expected'],
		['471,cases,1.5,plan', 'targets.csv:5:amount import_amount_expected'],
		['471,cases,"1,000",plan', 'targets.csv:5:amount import_amount_expected'],
		['471,cases,,plan', 'targets.csv:5:amount import_amount_expected'],
		['471,cases,5000000000,plan', 'targets.csv:5:amount import_amount_too_large'],
		['471,cases,5,declared', 'targets.csv:5:origin import_origin_expected'],
		['464,cases,5,plan', 'targets.csv:5:unit import_target_twice'],
		['1,cases,5,plan\n2,cases,0,plan', 'units.csv:7:code import_target_missing']
	])('with the line %s is refused', (line, expected) => {
		expect(problemsIn(withLine('targets.csv', line))).toEqual([expected]);
	});

	it('may be written in capitals', () => {
		const lines = withChange('targets.csv', '45,cases,1044,plan', '45,Cases,1044,PLAN');
		expect(packageIn(checkSample(lines)).targets[0]).toMatchObject({
			...{ measure: 'cases', origin: 'plan', amount: 1044 }
		});
	});

	it('needs a target above units that have one; a campaign may have none at all', () => {
		expect(problemsIn(withChange('targets.csv', /^45,cases.*\n/m, ''))).toEqual([
			'units.csv:2:code import_target_missing_above'
		]);
		expect(problemsIn(withChange('targets.csv', /^.*cases.*\n/gm, ''))).toEqual([]);
		expect(problemsIn(withChange('targets.csv', /^.*plan\n/gm, ''))).toEqual([]);
	});

	it('may give children another sum than their parent', () => {
		const lines = withLine('targets.csv', '1,cases,2000,plan\n2,cases,0,plan\n3,cases,1,plan');
		expect(problemsIn(lines)).toEqual([]);
	});
});

describe('what the plan did not split', () => {
	it('is shared among those who can work; what it left over stays above', () => {
		expect(allocatedIn({})).toEqual({
			...{ '1 cases': 334, '2 cases': 333, '3 cases': 333 },
			// Nobody below the province has books in the plan: they go down level by level.
			...{ '464 books': 10, '1 books': 4, '2 books': 3, '3 books': 3 }
		});
	});

	it('goes straight to the communes of a province without districts', () => {
		const units = `level,code,parent_code,name_vi,name_en,type
province,45,,Quảng Trị,Quang Tri,tỉnh
commune,1,45,Đồng Hới,Dong Hoi,phường
commune,2,45,Cồn Cỏ,Con Co,đặc khu`;
		const targets = 'unit,measure,amount,origin\n45,cases,7,plan';
		const shares = { '1 cases': 4, '2 cases': 3 };
		expect(allocatedIn({ 'units.csv': units, 'targets.csv': targets })).toEqual(shares);
	});

	it('is shared by weight when the campaign says so', () => {
		const weights = ['weight', '', '', '', '1', '3', '0'];
		const lines = UNITS.trim().split('\n');
		const units = lines.map((line, i) => `${line},${weights[i]}`).join('\n');
		const weighted = withChange('campaign.json', '"slug"', '"allocation": "weight", "slug"');
		expect(allocatedIn({ ...weighted, 'units.csv': units })).toMatchObject({
			...{ '1 cases': 250, '2 cases': 750, '3 cases': 0 }
		});
		const spoilt = units.replace('thị trấn,3', 'thị trấn,3.5');
		expect(problemsIn({ ...weighted, 'units.csv': spoilt })).toEqual([
			'units.csv:6:weight import_weight_expected'
		]);
		expect(problemsIn(weighted)).toEqual(['units.csv:1:weight import_column_missing']);
	});
});
