import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { checkPackage, readPackage } from './package.ts';
import { sayProblem } from './problem.ts';
import {
	bytesOf,
	checkSample,
	packageIn,
	problemsIn,
	UNITS,
	withChange,
	withLine
} from './sample-package.ts';

describe('a campaign package', () => {
	it('is read with its defaults', () => {
		const { campaign, units, boundaries } = packageIn(checkSample());
		expect(campaign).toMatchObject({ timely_by: '17:30', lock_after_days: 2 });
		expect(campaign.measures.map(({ primary }) => primary)).toEqual([false, true]);
		expect(units.map(({ code }) => code)).toEqual(['45', '464', '471', '1', '2', '3']);
		expect(boundaries).toBeNull();
	});

	it('is told all of its problems at once, without those that only follow', () => {
		const files = {
			...withChange('campaign.json', '"slug": "mot', '"slug": "Một'),
			...withLine('units.csv', 'commune,1,464,Vĩnh Tú,Vinh Tu,xã'),
			...withLine('targets.csv', '999,cases,x,plan')
		};
		expect(problemsIn(files)).toEqual([
			'campaign.json:2:slug import_slug_expected',
			'units.csv:8:code import_code_twice',
			'targets.csv:5:unit import_unit_unknown',
			'targets.csv:5:amount import_amount_expected'
		]);
	});

	it('lacks files, or has files that are not UTF-8', () => {
		const files = bytesOf({ 'units.csv': UNITS });
		files.set('targets.csv', Uint8Array.of(0xd0, 0x20));
		const read = checkPackage(files);
		const said = read.ok ? [] : read.problems.map((problem) => sayProblem(problem, 'en'));
		expect(said).toEqual([
			'campaign.json This file is missing from the folder.',
			'targets.csv The file is not UTF-8. Save it again as “CSV UTF-8”.'
		]);
	});

	it('has problems that can be said in either language', () => {
		const read = checkSample(withLine('targets.csv', '464,cases,5,plan'));
		const problems = read.ok ? [] : read.problems;
		expect(problems.map((problem) => sayProblem(problem, 'vi'))).toEqual([
			'targets.csv:5:unit Chỉ tiêu “cases” của 464 đã có ở dòng 3.'
		]);
		expect(problems.map((problem) => sayProblem(problem, 'en'))).toEqual([
			'targets.csv:5:unit The target “cases” of 464 is already on line 3.'
		]);
	});
});

describe('the map of a package', () => {
	/** Unit squares side by side. */
	function mapOf(codes: string[]) {
		const features = codes.map((id, i) => {
			const [west, east] = [100 + i, 101 + i];
			const ring = [
				...[[west, 16], [east, 16], [east, 17], [west, 17], [west, 16]] // prettier-ignore
			];
			return { type: 'Feature', id, geometry: { type: 'Polygon', coordinates: [ring] } };
		});
		return { 'boundaries.geojson': JSON.stringify({ type: 'FeatureCollection', features }) };
	}

	it('is read', () => {
		const { boundaries } = packageIn(checkSample(mapOf(['471', '1', '2', '3'])));
		expect(boundaries?.source).toBe('official');
	});

	it('must show units of the package, and all of them', () => {
		expect(problemsIn(mapOf(['471', '1', '2', '9']))).toEqual([
			'boundaries.geojson import_map_unknown_code',
			'boundaries.geojson import_map_missing_unit'
		]);
		expect(problemsIn({ 'boundaries.geojson': '{' })).toEqual([
			'boundaries.geojson import_json_broken'
		]);
	});
});

describe('the package of Quảng Trị', () => {
	const folder = new URL('../../../campaigns/quang-tri-2025/', import.meta.url);

	it('has no faults and keeps its map as it was drawn', async () => {
		const { campaign, boundaries } = packageIn(await readPackage(folder.pathname));
		const drawn = await readFile(new URL('boundaries.topo.json', folder), 'utf8');
		const { bbox } = JSON.parse(drawn) as { bbox: number[] };
		expect(campaign.categories).toHaveLength(9);
		expect(boundaries).toMatchObject({ source: 'schematic', bbox });
		expect(boundaries?.objects.districts.geometries).toHaveLength(10);
		expect(boundaries?.objects.communes.geometries).toHaveLength(119);
	});
});
