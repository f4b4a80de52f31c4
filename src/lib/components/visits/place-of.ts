import { kilometresBetween, type Position } from '#lib/campaign/visits/distance.ts';
import { keepText } from '#lib/device/kept.ts';
import type { Boundaries, UnitArea } from '#lib/protocol/boundaries.ts';
import { fetchBoundaries } from '../map/fetch-boundaries.ts';

/** Where a unit is: a point well inside it, and how far its borders are from there, in kilometres. */
export interface UnitPlace {
	point: Position;
	reach: number;
}

/** Offices stand at the edge of a small commune too, and maps may be schematic. Kilometres. */
const NEAR = 3;

/** A unit's place; kept on the device for where there is no network. Null where no map says. */
export async function placeOf(campaign: string, unit: string): Promise<UnitPlace | null> {
	const name = `tien-do place ${campaign} ${unit}`;
	const boundaries = await fetchBoundaries(campaign);
	const found = boundaries && placeIn(boundaries, unit);
	if (found) keepText(() => localStorage, name, JSON.stringify(found));
	return found ?? recall(name);
}

function recall(name: string): UnitPlace | null {
	try {
		return JSON.parse(localStorage.getItem(name) ?? 'null') as UnitPlace | null;
	} catch {
		return null;
	}
}

/** How far a position is from a place, in kilometres, and whether that is worth a question. */
export function distanceFrom(
	{ point, reach }: UnitPlace,
	{ latitude, longitude, accuracy }: { latitude: number; longitude: number; accuracy: number }
): { kilometres: number; far: boolean } {
	const kilometres = kilometresBetween(point, [longitude, latitude]);
	return { kilometres, far: kilometres - accuracy / 1000 > Math.max(reach, NEAR) };
}

/** The place of a unit on a map. */
export function placeIn(boundaries: Boundaries, unit: string): UnitPlace | null {
	const { districts, communes } = boundaries.objects;
	const area = [...communes.geometries, ...districts.geometries].find(({ id }) => id === unit);
	if (!area) return null;
	const point = area.properties.label;
	const reach = Math.max(0, ...corners(boundaries, area).map((at) => kilometresBetween(point, at)));
	return { point, reach };
}

/** The corners of an area: a TopoJSON arc is a first point and steps from there, in a grid. */
function corners({ arcs, transform }: Boundaries, area: UnitArea): Position[] {
	const numbers = (area.arcs as unknown[]).flat(2) as number[];
	return numbers.flatMap((number) => {
		let [x, y] = [0, 0];
		return (arcs[number < 0 ? ~number : number] ?? []).map(([dx = 0, dy = 0]): Position => {
			x += dx;
			y += dy;
			const [[sx, sy], [tx, ty]] = [transform.scale, transform.translate];
			return [x * sx + tx, y * sy + ty];
		});
	});
}
