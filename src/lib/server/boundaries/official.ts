import { mergeArcs } from 'topojson-client';
import type { Topology } from 'topojson-specification';
import type { Boundaries, BoundaryProblem } from '#lib/protocol/boundaries.ts';
import { areaUnits, bottomUnits, type MapUnit } from './map-units.ts';
import type { Point } from './marching-triangles.ts';
import { readShapes, type Shape } from './read-shapes.ts';
import { shareBorders } from './share-borders.ts';
import { toBoundaries, type UnitPolygons } from './topology.ts';

export type BoundariesRead =
	{ ok: true; boundaries: Boundaries } | { ok: false; problems: BoundaryProblem[] };

/**
 * Reads official boundaries from one or several TopoJSON or GeoJSON texts (a districts file and a
 * communes file, say) whose feature ids or `properties.code` are unit codes. Districts are merged
 * from their communes, so that borders coincide; a district's own shape counts only where it has
 * none (Cồn Cỏ), or where the files stop at it and bring none of them. Never throws for what the texts
 * contain.
 */
export function readBoundaries(
	texts: string | readonly string[],
	units: readonly MapUnit[]
): BoundariesRead {
	const known = new Set(units.map(({ code }) => code));
	const shapes = new Map<string, Shape>();
	const problems = new Map<string, BoundaryProblem>();

	function report(kind: BoundaryProblem['kind'], code?: string, file?: number) {
		const key = `${kind} ${file}`;
		const problem = problems.get(key) ?? { kind, file, codes: [] };
		if (code !== undefined) problem.codes.push(code);
		problems.set(key, problem);
	}

	[texts].flat().forEach((text, file) => {
		const isUnit = (code: string) => known.has(code);
		for (const shape of readShapes(text, isUnit, (kind, code) => report(kind, code, file))) {
			if (shapes.has(shape.code)) report('repeated_code', shape.code, file);
			shapes.set(shape.code, shape);
		}
	});
	const found = [...problems.values()];
	const blamed = new Set([...shapes.keys(), ...found.flatMap(({ codes }) => codes)]);
	if (!found.some(({ kind }) => kind === 'bad_json' || kind === 'not_a_map'))
		for (const { code } of drawnUnits(units, shapes, blamed))
			if (!blamed.has(code)) report('missing_unit', code);

	if (problems.size > 0) return { ok: false, problems: [...problems.values()] };
	return { ok: true, boundaries: combine(shapes, units) };
}

/**
 * The units that must have a shape: the leaves, or their district where it has one and none of its communes
 * is in the files.
 */
function drawnUnits(
	units: readonly MapUnit[],
	shapes: ReadonlyMap<string, Shape>,
	found: ReadonlySet<string> = new Set(shapes.keys())
): MapUnit[] {
	const leaves = bottomUnits(units);
	const parts = Map.groupBy(leaves, ({ parent }) => parent);
	const whole = areaUnits(units).filter(
		({ code }) => shapes.has(code) && parts.get(code)?.every((leaf) => !found.has(leaf.code))
	);
	const left = new Set(whole.flatMap(({ code }) => parts.get(code) ?? []));
	return [...leaves.filter((leaf) => !left.has(leaf)), ...whole];
}

/** All units to be drawn must have a shape. */
function combine(shapes: ReadonlyMap<string, Shape>, units: readonly MapUnit[]): Boundaries {
	const leaves = drawnUnits(units, shapes);
	const shared = shareBorders(leaves.flatMap(({ code }) => shapes.get(code)!.polygons.flat()));
	const rings = shared.rings.values();
	const drawn = new Map(
		leaves.map(({ code }) => {
			const { polygons } = shapes.get(code)!;
			const refs = polygons.map((polygon) => polygon.map(() => rings.next().value!));
			return [code, { code, polygons: refs }];
		})
	);
	const children = Map.groupBy(leaves, ({ parent }) => parent);
	return toBoundaries('official', shared.arcs, {
		communes: leaves.filter(({ leaf }) => leaf).map(({ code }) => drawn.get(code)!),
		districts: areaUnits(units).map(({ code }) => {
			const parts = children.get(code)?.map((unit) => drawn.get(unit.code)!);
			return drawn.get(code) ?? merge(code, parts!, shared.arcs);
		})
	});
}

function merge(code: string, parts: UnitPolygons[], arcs: Point[][]): UnitPolygons {
	const topology: Topology = { type: 'Topology', objects: {}, arcs };
	const areas = parts.map(({ polygons }) => ({ type: 'MultiPolygon' as const, arcs: polygons }));
	return { code, polygons: mergeArcs(topology, areas).arcs };
}
