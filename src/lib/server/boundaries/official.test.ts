import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Boundaries } from '#lib/protocol/boundaries.ts';
import { readMapUnits, type MapUnit } from './map-units.ts';
import type { Point } from './marching-triangles.ts';
import { readBoundaries } from './official.ts';
import { readAreas } from './read-areas.ts';
import { isInside, signedArea } from './ring.ts';

const units: MapUnit[] = [
	{ code: '45', parent: null, leaf: false },
	{ code: '461', parent: '45', leaf: false },
	{ code: '471', parent: '45', leaf: false },
	{ code: '1', parent: '461', leaf: true },
	{ code: '2', parent: '461', leaf: true }
];
const box = (west: number, south: number, size = 0.1): Point[] => [
	[west, south],
	[west + size, south],
	[west + size, south + size],
	[west, south + size],
	[west, south]
];
const area = (id: unknown, ...rings: Point[][]) => ({
	type: 'Feature',
	id,
	properties: {},
	geometry: { type: 'Polygon', coordinates: rings }
});
const geojson = (...features: unknown[]) => JSON.stringify({ type: 'FeatureCollection', features });
const communes = [area('1', box(107, 16.5)), area(2, box(107.1, 16.5).reverse())];
const island = area('471', box(107.3, 17.1));

function accepted(texts: string | string[], known = units): Boundaries {
	const read = readBoundaries(texts, known);
	if (!read.ok) throw new Error(JSON.stringify(read.problems));
	return read.boundaries;
}
function problems(texts: string | string[]) {
	const read = readBoundaries(texts, units);
	return read.ok ? [] : read.problems.map(({ kind, file, codes }) => [kind, file, ...codes]);
}

describe('reading official boundaries', () => {
	const map = accepted(geojson(...communes, island));

	it('makes shells counter-clockwise, on the grid, with the label inside', () => {
		const found = readAreas(map, 'communes');
		expect([...found.keys()]).toEqual(['1', '2']);
		for (const rings of found.values()) expect(signedArea(rings[0]!)).toBeCloseTo(0.01, 9);
		for (const { id, properties } of map.objects.communes.geometries)
			expect(isInside(properties.label, found.get(id)!)).toBe(true);
		expect(map.bbox).toEqual([107, 16.5, 107.4, 17.2]);
		expect(map.source).toBe('official');
	});

	it('merges districts from communes over shared arcs', () => {
		const found = readAreas(map, 'districts');
		expect([...found.keys()]).toEqual(['461', '471']);
		expect(found.get('461')).toHaveLength(1);
		expect(signedArea(found.get('461')![0]!)).toBeCloseTo(0.02, 9);
		expect(map.arcs).toHaveLength(4); // the border of two communes, the rest of each, the island
	});

	it('takes only districts without communes from a second file', () => {
		const districts = geojson(area('461', box(100, 10)), island);
		expect(accepted([geojson(...communes), districts])).toEqual(map);
	});

	it('takes districts alone, and draws whole whose communes are not in the files', () => {
		const alone = accepted(geojson(area('461', box(107, 16.5)), island));
		expect([...readAreas(alone, 'districts').keys()]).toEqual(['461', '471']);
		expect(alone.objects.communes.geometries).toEqual([]);
		expect(accepted(JSON.stringify(alone))).toEqual(alone);
		const other: MapUnit[] = [
			...units,
			{ code: '465', parent: '45', leaf: false },
			{ code: '3', parent: '465', leaf: true }
		];
		const mixed = accepted(geojson(...communes, island, area('465', box(107.4, 16.5))), other);
		expect([...readAreas(mixed, 'districts').keys()]).toEqual(['461', '471', '465']);
		expect([...readAreas(mixed, 'communes').keys()]).toEqual(['1', '2']);
	});

	it('reads its own normal form back unchanged', () => {
		expect(accepted(JSON.stringify(map))).toEqual(map);
	});

	it('reads codes from properties when the id is a running number', () => {
		const numbered = [...communes, island].map((unit, index) => {
			return { ...unit, id: 900 + index, properties: { code: unit.id } };
		});
		expect(accepted(geojson(...numbered))).toEqual(map);
	});

	it('keeps an enclave as a hole, and several parts as a MultiPolygon', () => {
		const enclave = box(107.04, 16.54, 0.02);
		const around = area('1', box(107, 16.5), enclave);
		const parts = { type: 'MultiPolygon', coordinates: [[enclave], [box(107.5, 16.5)]] };
		const mixed = accepted(geojson(around, { ...area('2'), geometry: parts }, island));
		const [one, two] = mixed.objects.communes.geometries;
		expect([one!.type, one!.arcs.length]).toEqual(['Polygon', 2]);
		expect([two!.type, two!.arcs.length]).toEqual(['MultiPolygon', 2]);
		expect(signedArea(readAreas(mixed, 'communes').get('1')![1]!)).toBeCloseTo(-0.0004, 9);
		const whole = readAreas(mixed, 'districts').get('461')!;
		expect(whole.map(signedArea).map((size) => size.toFixed(4))).toEqual(['0.0100', '0.0100']);
	});
});

describe('refusing official boundaries', () => {
	it.each([
		['broken JSON', '{"type":', 'bad_json'],
		['no map at all', '[1, 2]', 'not_a_map'],
		['null', 'null', 'not_a_map'],
		[
			'a topology without arcs',
			'{"type":"Topology","objects":{"a":{"type":"Polygon","arcs":[[0]]}}}',
			'not_a_map'
		],
		['a topology without objects', '{"type":"Topology","arcs":[]}', 'not_a_map']
	])('%s, without listing every unit as missing', (_, text, kind) => {
		expect(problems(text)).toEqual([[kind, 0]]);
	});

	it('a short topology that unpacks to more than a machine can hold', () => {
		const arcs = [Array.from({ length: 4000 }, (_, n) => [n % 7, n % 5])];
		const rings = [Array.from({ length: 4000 }, () => 0)];
		const bomb = {
			type: 'Topology',
			arcs,
			objects: { a: { type: 'Polygon', id: '1', arcs: rings } }
		};
		expect(problems(JSON.stringify(bomb))).toEqual([['not_a_map', 0]]);
	});

	it('unknown, repeated, absent and missing codes', () => {
		const text = geojson(area('1', box(107, 16.5)), area('9', box(107, 16)), area(null, box(1, 1)));
		expect(problems([text, geojson(area('1', box(107, 16.5)))])).toEqual([
			['unknown_code', 0, '9'],
			['no_code', 0, '#3'],
			['repeated_code', 1, '1'],
			['missing_unit', undefined, '471', '2']
		]);
	});

	it('a district whose communes are only partly there, with or without its own shape', () => {
		const some = [communes[0], island];
		expect(problems(geojson(...some))).toEqual([['missing_unit', undefined, '2']]);
		const own = area('461', box(107, 16.5));
		expect(problems(geojson(...some, own))).toEqual([['missing_unit', undefined, '2']]);
	});

	it('shapes that are no area, or not in degrees', () => {
		const point = { ...area('1'), geometry: { type: 'Point', coordinates: [107, 16] } };
		const dust = area('2', box(107, 16, 0.00001));
		expect(problems(geojson(point, dust, area('471', box(588_000, 1_890_000))))).toEqual([
			['not_polygon', 0, '1', '2'],
			['not_degrees', 0, '471']
		]);
		const odd = [null, {}, [], { type: 'Polygon' }, { type: 'Polygon', coordinates: [['x']] }];
		for (const geometry of odd)
			expect(problems(geojson({ ...area('1'), geometry }, communes[1], island))).toEqual([
				['not_polygon', 0, '1']
			]);
	});
});

describe('whatever the file', () => {
	const corner = fc.integer({ min: 0, max: 4 }).map((step) => step / 10);
	const ring = fc.array(fc.tuple(corner, corner), { minLength: 1, maxLength: 8 });
	const shape = fc.array(ring, { minLength: 1, maxLength: 2 });

	it('shapes that overlap, cross themselves or run back on themselves are read or refused', () => {
		fc.assert(
			fc.property(shape, shape, shape, (one, two, three) => {
				const text = geojson(area('1', ...one), area('2', ...two), area('471', ...three));
				const read = readBoundaries(text, units);
				if (!read.ok) return read.problems.every(({ kind }) => kind === 'not_polygon');
				const again = readBoundaries(JSON.stringify(read.boundaries), units);
				return again.ok && readAreas(read.boundaries, 'districts').size === 2;
			})
		);
	});

	it('a damaged one is answered, never thrown at', () => {
		const texts = [
			geojson(...communes, island),
			JSON.stringify(accepted(geojson(...communes, island)))
		];
		const damage = fc.record({
			text: fc.constantFrom(...texts),
			at: fc.double({ min: 0, max: 1, noNaN: true }),
			by: fc.oneof(
				fc.json({ maxDepth: 1 }),
				fc.constantFrom('-1', '1e999', '{"length":1e9}', 'null')
			)
		});
		fc.assert(
			fc.property(damage, ({ text, at, by }) => {
				const values = [...text.matchAll(/"[^"]*"(?!:)|-?[\d.]+|\[\]|\{\}/g)];
				const { 0: value, index } = values[Math.floor(at * (values.length - 1))]!;
				const damaged = text.slice(0, index) + by + text.slice(index + value.length);
				expect(readBoundaries(damaged, units)).toHaveProperty('ok');
			}),
			{ numRuns: 300 }
		);
	});
});

const shared = new URL('../../../../../shared/data/', import.meta.url);
const campaign = new URL('../../../campaigns/quang-tri-2025/', import.meta.url);

describe.skipIf(!existsSync(new URL('communes.topo.json', shared)))('Quảng Trị', () => {
	const text = (name: string) => readFileSync(new URL(name, shared), 'utf8');

	it('has a schematic map that overlaps the official one', () => {
		const known = readMapUnits(text('units.csv'));
		const official = accepted([text('communes.topo.json'), text('districts.topo.json')], known);
		const drawing = readFileSync(new URL('boundaries.topo.json', campaign), 'utf8');
		const schematic = JSON.parse(drawing) as Boundaries;
		const districts = overlaps(schematic, official, 'districts', 100);
		const communes = overlaps(schematic, official, 'communes', 30);
		expect([districts.length, communes.length]).toEqual([10, 119]);
		expect(districts[0]).toBeGreaterThanOrEqual(0.8);
		expect(median(districts)).toBeGreaterThanOrEqual(0.9);
		expect(median(communes)).toBeGreaterThanOrEqual(0.7);
	});

	it('refuses the communes of July 2025 for a campaign of March', () => {
		const read = readBoundaries(
			text('communes-2025-07.topo.json'),
			readMapUnits(text('units.csv'))
		);
		expect(!read.ok && read.problems.map(({ kind }) => kind)).toContain('unknown_code');
	});
});

/** Intersection over union of each unit's area in both maps, from steps² samples; ascending. */
function overlaps(
	one: Boundaries,
	two: Boundaries,
	layer: keyof Boundaries['objects'],
	steps: number
): number[] {
	const other = readAreas(two, layer);
	const shares = [...readAreas(one, layer)].map(([code, rings]) => {
		const points = [...rings, ...other.get(code)!].flat();
		const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)];
		const [west, south] = [Math.min(...xs), Math.min(...ys)];
		const [width, height] = [Math.max(...xs) - west, Math.max(...ys) - south];
		let [both, either] = [0, 0];
		for (let row = 0.5; row < steps; row++) {
			const y = south + (height * row) / steps;
			const [here, there] = [crossings(rings, y), crossings(other.get(code)!, y)];
			for (let column = 0.5; column < steps; column++) {
				const x = west + (width * column) / steps;
				const [inHere, inThere] = [here, there].map((xs) => xs.filter((at) => at < x).length % 2);
				both += inHere! & inThere!;
				either += inHere! | inThere!;
			}
		}
		return both / either;
	});
	return shares.sort((a, b) => a - b);
}

/** Where the line of latitude `y` crosses the rings. */
function crossings(rings: Point[][], y: number): number[] {
	return rings.flatMap((ring) =>
		ring.flatMap(([x, at], index) => {
			const [px, py] = ring.at(index - 1)!;
			return at > y === py > y ? [] : [x + ((px - x) * (y - at)) / (py - at)];
		})
	);
}

function median(sorted: number[]): number {
	return sorted[Math.floor(sorted.length / 2)]!;
}
