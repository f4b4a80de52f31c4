import { expect, test } from 'vitest';
import type { Boundaries } from '#lib/protocol/boundaries.ts';
import { distanceFrom, placeIn } from './place-of.ts';

/** One commune, a square of 0,2 degrees around 107° E, 16,7° N. */
const boundaries = {
	type: 'Topology',
	source: 'schematic',
	bbox: [106.9, 16.6, 107.1, 16.8],
	transform: { scale: [0.1, 0.1], translate: [106.9, 16.6] },
	arcs: [
		[
			[0, 0],
			[2, 0],
			[0, 2],
			[-2, 0],
			[0, -2]
		]
	],
	objects: {
		districts: { type: 'GeometryCollection', geometries: [] },
		communes: {
			type: 'GeometryCollection',
			geometries: [
				{ type: 'Polygon', id: '19330', arcs: [[0]], properties: { label: [107, 16.7] } }
			]
		}
	}
} as unknown as Boundaries;
const place = placeIn(boundaries, '19330')!;
const from = (longitude: number, latitude: number, accuracy = 25) =>
	distanceFrom(place, { longitude, latitude, accuracy });

test('a place reaches as far as its farthest corner', () => {
	expect(place.point).toEqual([107, 16.7]);
	expect(place.reach).toBeGreaterThan(15);
	expect(place.reach).toBeLessThan(16);
	expect(placeIn(boundaries, '00000')).toBeNull();
});

test('within it nothing is asked, far away it is, and an uncertain position asks nothing', () => {
	expect(from(107.05, 16.72)).toMatchObject({ far: false });
	const away = from(106.7, 20.9);
	expect(away.far).toBe(true);
	expect(away.kilometres).toBeCloseTo(468, -1);
	expect(from(107.2, 16.7)).toMatchObject({ far: true });
	expect(from(107.2, 16.7, 25_000)).toMatchObject({ far: false });
});
