import { expect, it } from 'vitest';
import type { Boundaries } from '#lib/protocol/boundaries.ts';
import { shapesOf } from './unit-shapes.ts';

/** Two communes side by side in one district, and an island district without communes. */
const BOUNDARIES = {
	type: 'Topology',
	source: 'schematic',
	bbox: [0, 0, 9, 9],
	transform: { scale: [1, 1], translate: [0, 0] },
	arcs: [
		[
			[1, 0],
			[0, 1]
		],
		[
			[1, 1],
			[-1, 0],
			[0, -1],
			[1, 0]
		],
		[
			[1, 0],
			[1, 0],
			[0, 1],
			[-1, 0]
		],
		[
			[8, 8],
			[1, 0],
			[0, 1],
			[-1, -1]
		]
	],
	objects: {
		districts: {
			type: 'GeometryCollection',
			geometries: [
				{ type: 'Polygon', id: '1', properties: { label: [1, 0.5] }, arcs: [[1, 2]] },
				{ type: 'Polygon', id: '2', properties: { label: [8.5, 8.5] }, arcs: [[3]] }
			]
		},
		communes: {
			type: 'GeometryCollection',
			geometries: [
				{ type: 'Polygon', id: '11', properties: { label: [0.5, 0.5] }, arcs: [[0, 1]] },
				{ type: 'MultiPolygon', id: '12', properties: { label: [1.5, 0.5] }, arcs: [[[-1, 2]]] }
			]
		}
	}
} as unknown as Boundaries;

const PARENTS = new Map([
	['11', '1'],
	['12', '1'],
	['1', '0'],
	['2', '0']
]);
const shapes = shapesOf(BOUNDARIES, PARENTS);

it('decodes districts and communes, the island apart', () => {
	expect([...shapes.districts.keys()]).toEqual(['1']);
	expect([...shapes.communes.keys()]).toEqual(['11', '12']);
	expect(shapes.islets.map(({ code }) => code)).toEqual(['2']);
	expect(shapes.communes.get('12')?.label).toEqual([1.5, 0.5]);
	expect(shapes.communes.get('12')?.rings[0]?.[0]).toContainEqual([2, 1]);
});

it('draws a district whole where the boundaries stop at it', () => {
	const empty = { ...BOUNDARIES.objects.communes, geometries: [] };
	const districts = { ...BOUNDARIES, objects: { ...BOUNDARIES.objects, communes: empty } };
	const alone = shapesOf(districts, new Map([...PARENTS]));
	expect([[...alone.districts.keys()], [...alone.whole]]).toEqual([['1'], ['1']]);
	expect(alone.islets.map(({ code }) => code)).toEqual(['2']);
	expect([...shapes.whole]).toEqual([]);
});

it('fits the mainland only, and has each border once', () => {
	expect(shapes.mainland.right).toBeCloseTo(2 / 360 + 0.5, 9);
	expect(shapes.communeBorders.flat()).toEqual([
		[1, 0],
		[1, 1]
	]);
	expect(shapes.districtBorders.flat()).not.toContainEqual([8, 8]);
});
