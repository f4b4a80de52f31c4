import { feature } from 'topojson-client';
import type { Topology } from 'topojson-specification';
import * as v from 'valibot';
import type { BoundaryProblem } from '#lib/protocol/boundaries.ts';
import type { Point } from './marching-triangles.ts';
import { signedArea } from './ring.ts';
import { toGrid, withoutRepeats } from './topology.ts';

/** One unit as found in a file: polygons in whole grid steps, shell first, counter-clockwise. */
export interface Shape {
	code: string;
	polygons: Point[][][];
}

export type Report = (kind: BoundaryProblem['kind'], code?: string) => void;

/** More positions than this in one unpacked TopoJSON are an attack, not a province. */
const MOST_POSITIONS = 3_000_000;

const Code = v.nullish(v.union([v.string(), v.number()]));
const Named = v.object({ id: Code, properties: v.nullish(v.looseObject({ code: Code })) });
const Rings = v.array(v.array(v.looseTuple([v.number(), v.number()])));
const Area = v.object({
	geometry: v.variant('type', [
		v.object({ type: v.literal('Polygon'), coordinates: Rings }),
		v.object({ type: v.literal('MultiPolygon'), coordinates: v.array(Rings) })
	])
});

/** Reads one TopoJSON or GeoJSON text. Whatever is wrong goes to `report`; nothing is thrown. */
export function readShapes(
	text: string,
	isUnit: (code: string) => boolean,
	report: Report
): Shape[] {
	return featuresIn(text, report).flatMap((found, index) => {
		const named = v.safeParse(Named, found);
		const { id, properties } = named.success ? named.output : {};
		// Exports of desktop programs number their features: an id that is no unit gives way.
		const codes = [id, properties?.code].flatMap((code) => (code == null ? [] : [String(code)]));
		const code = codes.find(isUnit) ?? codes[0];
		if (code === undefined) report('no_code', `#${index + 1}`);
		else if (!isUnit(code)) report('unknown_code', code);
		else return readShape(code, found, report);
		return [];
	});
}

function readShape(code: string, found: unknown, report: Report): Shape[] {
	const area = v.safeParse(Area, found);
	if (!area.success) {
		report('not_polygon', code);
		return [];
	}
	const { geometry } = area.output;
	const parts = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates;
	const inDegrees = parts.flat(2).every(([x, y]) => Math.abs(x) <= 180 && Math.abs(y) <= 90);
	if (!inDegrees) {
		report('not_degrees', code);
		return [];
	}
	const polygons = parts.map(toPolygon).filter((rings) => rings.length > 0);
	if (polygons.length > 0) return [{ code, polygons }];
	report('not_polygon', code);
	return [];
}

/** Rings on the grid; what is smaller than the grid disappears, a polygon with its shell. */
function toPolygon(rings: [number, number, ...unknown[]][][]): Point[][] {
	const [shell, ...holes] = rings.map((ring, index) => {
		const line = withoutRepeats(ring.map(([x, y]) => toGrid([x, y])));
		const [first, last] = [line[0], line[line.length - 1]];
		if (first && last && line.length > 1 && first[0] === last[0] && first[1] === last[1])
			line.pop();
		const area = signedArea(line);
		if (area === 0) return [];
		return area > 0 === (index === 0) ? line : line.reverse();
	});
	return shell && shell.length > 0 ? [shell, ...holes.filter((hole) => hole.length > 0)] : [];
}

function featuresIn(text: string, report: Report): unknown[] {
	try {
		const json = JSON.parse(text) as unknown;
		const features = unpack(json);
		if (!features) report('not_a_map');
		return features ?? [];
	} catch (error) {
		report(error instanceof SyntaxError ? 'bad_json' : 'not_a_map');
		return [];
	}
}

/** The features of any of the three kinds of file; topojson-client throws on a broken one. */
function unpack(json: unknown): unknown[] | undefined {
	if (typeof json !== 'object' || json === null || !('type' in json)) return undefined;
	if (json.type === 'Feature') return [json];
	if (json.type === 'FeatureCollection' && 'features' in json && Array.isArray(json.features))
		return json.features as unknown[];
	if (json.type !== 'Topology') return undefined;
	const topology = json as Topology;
	const objects = Object.values(topology.objects);
	// Not `>`: what has no length makes the count NaN.
	if (!(countPositions(topology, objects) <= MOST_POSITIONS)) return undefined;
	return objects.flatMap((object) => {
		const found = feature(topology, object);
		return found.type === 'FeatureCollection' ? found.features : [found];
	});
}

/** How many positions the arc references unpack to: a short file can name a long arc often. */
function countPositions(
	topology: Topology,
	objects: readonly Topology['objects'][string][]
): number {
	let count = 0;
	for (const object of objects) {
		if (object.type === 'GeometryCollection') count += countPositions(topology, object.geometries);
		else if ('arcs' in object)
			for (const ref of (object.arcs as unknown[]).flat(3) as number[])
				count += topology.arcs[ref < 0 ? ~ref : ref]!.length;
	}
	return count;
}
