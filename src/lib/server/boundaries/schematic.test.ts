import { readFileSync } from 'node:fs';
import { neighbors } from 'topojson-client';
import { describe, expect, it } from 'vitest';
import { readLattice } from './lattice.ts';
import { bottomUnits, readMapUnits } from './map-units.ts';
import type { Point } from './marching-triangles.ts';
import { outline, ringPoints } from './outline.ts';
import { readAreas } from './read-areas.ts';
import { isInside, signedArea } from './ring.ts';
import { drawBorders, drawBoundaries } from './schematic.ts';

const folder = new URL('../../../campaigns/quang-tri-2025/', import.meta.url);
const read = (name: string) => readFileSync(new URL(name, folder), 'utf8');
const units = readMapUnits(read('units.csv'));
const places = readLattice(read('gazetteer.csv'));
const map = drawBoundaries(places, units);
const communes = readAreas(map, 'communes');
const districts = readAreas(map, 'districts');

describe('the schematic map of Quảng Trị', () => {
	it('is the one in the campaign folder (npx node src/cli/draw-map.ts)', () => {
		expect(JSON.parse(read('boundaries.topo.json'))).toEqual(map);
	});

	it('has every commune and district, without holes', () => {
		expect([communes.size, districts.size]).toEqual([119, 10]);
		for (const [code, rings] of [...communes, ...districts])
			for (const ring of rings) expect(signedArea(ring), code).toBeGreaterThan(0);
		// A narrow neck may fall between the places, so a commune can have two parts.
		for (const [code, rings] of districts) expect(rings, code).toHaveLength(1);
	});

	it('has every place in its own unit before smoothing, and after', () => {
		const arcs = drawBorders(places.map(({ lng, lat, code }) => ({ x: lng, y: lat, code })));
		const lines = arcs.map(({ points }) => points);
		const leaves = bottomUnits(units).map(({ code }) => {
			const rings = outline(arcs, (other) => other === code).map((ring) => ringPoints(ring, lines));
			return { code, rings, smooth: communes.get(code) ?? districts.get(code)! };
		});
		const unitsAt = (lng: number, lat: number, rings: 'rings' | 'smooth') =>
			leaves
				.filter((leaf) => isInside([lng, lat], leaf[rings]))
				.map(({ code }) => code)
				.join();
		const wrong = (rings: 'rings' | 'smooth') =>
			places.filter(({ lng, lat, code }) => unitsAt(lng, lat, rings) !== code);
		expect(wrong('rings')).toEqual([]);
		expect(wrong('smooth')).toEqual([]);
	});

	it('has borders that neither cross nor touch except at their ends', () => {
		expect(findContacts(arcsOnGrid())).toEqual([]);
	});

	it('leaves no gap and no overlap: areas add up to the union', () => {
		const area = (rings: Iterable<Point[][]>) =>
			[...rings].flat().reduce((sum, ring) => sum + signedArea(ring), 0);
		const island = area([districts.get('471')!]);
		const province = drawBoundaries(places, [
			{ code: '45', parent: '0', leaf: false },
			...bottomUnits(units).map((unit) => ({ ...unit, parent: '45', leaf: true }))
		]);
		const union = area(readAreas(province, 'districts').values());
		expect(area(communes.values()) + island).toBeCloseTo(union, 9);
		expect(area(districts.values())).toBeCloseTo(union, 9);
	});

	it('gives every commune a neighbour', () => {
		const { geometries } = map.objects.communes;
		const alone = neighbors(geometries).flatMap((near, index) =>
			near.length === 0 ? [geometries[index]!.id] : []
		);
		expect(alone).toEqual([]);
	});

	it('keeps a commune inside its district and its label inside itself', () => {
		const parents = new Map(units.map(({ code, parent }) => [code, parent]));
		for (const { id, properties } of map.objects.communes.geometries) {
			expect(isInside(properties.label, communes.get(id)!), id).toBe(true);
			expect(isInside(properties.label, districts.get(parents.get(id)!)!), id).toBe(true);
		}
		for (const { id, properties } of map.objects.districts.geometries)
			expect(isInside(properties.label, districts.get(id)!), id).toBe(true);
	});
});

describe('drawing refuses', () => {
	it('a unit without a place', () => {
		const without = places.filter(({ code }) => code !== '19330');
		expect(() => drawBoundaries(without, units)).toThrow('no place in 19330');
	});

	it('a place in an unknown unit', () => {
		const strange = [...places, { lat: 17, lng: 107, code: '99999' }];
		expect(() => drawBoundaries(strange, units)).toThrow('unknown 99999');
	});
});

function arcsOnGrid(): Point[][] {
	return map.arcs.map((arc) => {
		let [x, y] = [0, 0];
		return arc.map(([dx, dy]): Point => [(x += dx!), (y += dy!)]);
	});
}

/** Pairs of segments that share more than a common end; exact, for whole numbers. */
function findContacts(arcs: Point[][]): [Point, Point][][] {
	const segments = arcs
		.flatMap((arc) => arc.slice(1).map((point, index): [Point, Point] => [arc[index]!, point]))
		.sort((one, two) => Math.min(one[0][0], one[1][0]) - Math.min(two[0][0], two[1][0]));
	const contacts: [Point, Point][][] = [];
	segments.forEach((one, index) => {
		const east = Math.max(one[0][0], one[1][0]);
		for (const two of segments.slice(index + 1)) {
			if (Math.min(two[0][0], two[1][0]) > east) break;
			if (touch(one, two)) contacts.push([one, two]);
		}
	});
	return contacts;
}

function touch([a, b]: [Point, Point], [c, d]: [Point, Point]): boolean {
	const ends = [a, b].filter((p) => [c, d].some((q) => p[0] === q[0] && p[1] === q[1]));
	const [abc, abd] = [turn(a, b, c), turn(a, b, d)];
	const [cda, cdb] = [turn(c, d, a), turn(c, d, b)];
	if (ends.length === 0) {
		if (abc === 0 && abd === 0) return [c, d].some((p) => within(p, a, b)) || within(a, c, d);
		return abc * abd <= 0 && cda * cdb <= 0;
	}
	// With an end in common, only lying on one another is a contact.
	if (abc !== 0 || abd !== 0) return false;
	const [near] = ends;
	const far = [a, b, c, d].filter((p) => p[0] !== near![0] || p[1] !== near![1]);
	return far.length < 2 || !within(near!, far[0]!, far[1]!);
}

function turn(a: Point, b: Point, c: Point): number {
	return Math.sign((b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]));
}

function within(p: Point, a: Point, b: Point): boolean {
	return (p[0] - a[0]) * (p[0] - b[0]) + (p[1] - a[1]) * (p[1] - b[1]) <= 0;
}
