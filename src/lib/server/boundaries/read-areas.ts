import { feature } from 'topojson-client';
import type { Boundaries } from '#lib/protocol/boundaries.ts';
import type { Point } from './marching-triangles.ts';

/** All rings of each unit of one layer in degrees, by unit code. */
export function readAreas(
	boundaries: Boundaries,
	layer: keyof Boundaries['objects']
): Map<string, Point[][]> {
	return new Map(
		feature(boundaries, boundaries.objects[layer]).features.map(({ id, geometry }) => {
			const rings =
				geometry.type === 'Polygon'
					? geometry.coordinates
					: geometry.type === 'MultiPolygon'
						? geometry.coordinates.flat()
						: [];
			return [String(id), rings as Point[][]];
		})
	);
}
