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

describe('a package without boundaries', () => {
	/** A point in the middle of each unit and a ring of points around them. */
	const points = (codes: string[]) => {
		const inside = codes.map((code, i) => `16.5,${100.5 + i},${code}`);
		const ring = Array.from({ length: codes.length + 2 }, (_, i) => {
			const lng = 99.5 + i;
			return [`15.5,${lng},`, `17.5,${lng},`];
		}).flat();
		const ends = [`16.5,99.5,`, `16.5,${100.5 + codes.length},`];
		return { 'gazetteer.csv': ['lat,lng,code', ...inside, ...ring, ...ends].join('\n') };
	};

	it('has its schematic map drawn from known points; boundaries go before them', () => {
		const { boundaries } = packageIn(checkSample(points(['471', '1', '2', '3'])));
		expect(boundaries?.source).toBe('schematic');
		expect(boundaries?.objects.communes.geometries.map(({ id }) => id)).toEqual(['1', '2', '3']);
		const both = { ...points(['471', '1', '2', '3']), 'boundaries.geojson': '{' };
		expect(problemsIn(both)).toEqual(['boundaries.geojson import_json_broken']);
	});

	it('is told what its points lack', () => {
		expect(problemsIn(points(['471', '1', '9']))).toEqual([
			'gazetteer.csv import_map_unknown_code',
			'gazetteer.csv import_places_missing'
		]);
		const bad = { 'gazetteer.csv': 'lat,lng,code\n16,x,1\n16,107,1\n16,107,2' };
		expect(problemsIn(bad)).toEqual([
			'gazetteer.csv:2 import_place_expected',
			'gazetteer.csv:4 import_place_twice'
		]);
		const open = '16,107,1\n16,108,2\n17,107,3\n17,108,471';
		expect(problemsIn({ 'gazetteer.csv': `lat,lng,code\n${open}` })).toEqual([
			'gazetteer.csv import_places_open'
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
