import type { Boundaries, LngLat } from '#lib/protocol/boundaries.ts';

const EARTH = 6371;
const radians = (degrees: number) => (degrees * Math.PI) / 180;

/** Kilometres between two points as the crow flies. */
export function distanceBetween([lngA, latA]: LngLat, [lngB, latB]: LngLat): number {
	const half = (a: number, b: number) => Math.sin(radians(b - a) / 2) ** 2;
	const across = Math.cos(radians(latA)) * Math.cos(radians(latB)) * half(lngA, lngB);
	return 2 * EARTH * Math.asin(Math.sqrt(half(latA, latB) + across));
}

/** A point well inside each unit, by code. */
export function pointsOf({ objects }: Boundaries): Map<string, LngLat> {
	const areas = [...objects.districts.geometries, ...objects.communes.geometries];
	return new Map(areas.map(({ id, properties }) => [id, properties.label]));
}
