/** Longitude and latitude in degrees (WGS 84). */
export type Position = readonly [lng: number, lat: number];

const EARTH_RADIUS = 6371;
const RADIANS = Math.PI / 180;

/** Kilometres between two positions as the crow flies. */
export function kilometresBetween([lng1, lat1]: Position, [lng2, lat2]: Position): number {
	const [dLat, dLng] = [(lat2 - lat1) * RADIANS, (lng2 - lng1) * RADIANS];
	const chord =
		Math.sin(dLat / 2) ** 2 +
		Math.cos(lat1 * RADIANS) * Math.cos(lat2 * RADIANS) * Math.sin(dLng / 2) ** 2;
	return 2 * EARTH_RADIUS * Math.asin(Math.min(1, Math.sqrt(chord)));
}
