import { feature, mesh } from 'topojson-client';
import type { Boundaries, LngLat, UnitArea, UnitLayer } from '#lib/protocol/boundaries.ts';
import {
	boxAround,
	boxOf,
	mercator,
	roomAt,
	type Box,
	type Point,
	type Rings
} from './projection.ts';

/** One unit's area, ready to draw. `plane`, `box` and `room` are on the Mercator plane. */
export interface UnitShape {
	code: string;
	/** Where its name or number stands. */
	label: LngLat;
	rings: Rings<LngLat>;
	plane: Rings<Point>;
	box: Box;
	room: { width: number; height: number };
}

type DecodedArea =
	| { type: 'Polygon'; coordinates: LngLat[][] }
	| { type: 'MultiPolygon'; coordinates: LngLat[][][] };

/** A campaign's map, decoded. */
export interface MapShapes {
	/** Those that hold communes. */
	districts: Map<string, UnitShape>;
	/** Of these, those whose communes the boundaries do not draw. */
	whole: Set<string>;
	communes: Map<string, UnitShape>;
	/** Each border once: around every district; between communes. */
	districtBorders: LngLat[][];
	communeBorders: LngLat[][];
	/** What the whole view shows. */
	mainland: Box;
	/** Districts without a commune, far out at sea: they stand in an inset. */
	islets: UnitShape[];
}

/** Decodes boundaries. `parents`: of every unit of the campaign, the one above. */
export function shapesOf(boundaries: Boundaries, parents: Map<string, string | null>): MapShapes {
	const { districts, communes } = boundaries.objects;
	const inhabited = new Set(parents.values());
	const drawn = new Set(communes.geometries.map(({ id }) => parents.get(id)));
	const shapes = decode(boundaries, districts);
	const leaves = decode(boundaries, communes);
	const islets = [...shapes.values()].filter(({ code }) => !inhabited.has(code));
	for (const { code } of islets) shapes.delete(code);
	const boxes = [...shapes.values(), ...leaves.values()].map(({ box }) => box);
	return {
		districts: shapes,
		whole: new Set([...shapes.keys()].filter((code) => !drawn.has(code))),
		communes: leaves,
		districtBorders: lines(boundaries, districts, ({ id }) => shapes.has(id)),
		communeBorders: lines(boundaries, communes, (a, b) => a !== b),
		mainland: boxOf(boxes) ?? { left: 0, top: 0, right: 1, bottom: 1 },
		islets
	};
}

function decode(boundaries: Boundaries, layer: UnitLayer): Map<string, UnitShape> {
	const shapes = new Map<string, UnitShape>();
	for (const area of layer.geometries) {
		const { geometry } = feature(boundaries, area) as unknown as { geometry: DecodedArea };
		const rings = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates;
		const plane = rings.map((polygon) => polygon.map((ring) => ring.map(mercator)));
		const box = boxAround(plane.flat(2));
		if (!box) continue;
		const label = area.properties?.label ?? centreOf(rings);
		shapes.set(area.id, {
			code: area.id,
			label,
			rings,
			plane,
			box,
			room: roomAt(plane, mercator(label))
		});
	}
	return shapes;
}

function lines(
	boundaries: Boundaries,
	layer: UnitLayer,
	keep?: (a: UnitArea, b: UnitArea) => boolean
): LngLat[][] {
	const filter = keep as Parameters<typeof mesh>[2];
	return mesh(boundaries, layer, filter).coordinates as LngLat[][];
}

function centreOf(rings: Rings<LngLat>): LngLat {
	const box = boxAround(rings.flat(2))!;
	return [(box.left + box.right) / 2, (box.top + box.bottom) / 2];
}
