import type { GeometryCollection, MultiPolygon, Polygon, Topology } from 'topojson-specification';

/** Longitude, latitude in degrees (WGS 84). */
export type LngLat = [lng: number, lat: number];

/** `label` is a point well inside the unit, where its name or number can stand. */
type UnitProperties = { label: LngLat };

/** One unit's area: `id` is its code, shells run counter-clockwise as in GeoJSON. */
export type UnitArea = (Polygon<UnitProperties> | MultiPolygon<UnitProperties>) & {
	id: string;
	properties: UnitProperties;
};

export interface UnitLayer extends GeometryCollection<UnitProperties> {
	geometries: UnitArea[];
}

/**
 * A campaign's map as TopoJSON: both layers use the same arcs, so their borders coincide.
 * `schematic` was drawn by the project and must be named so in the attribution.
 */
export interface Boundaries extends Topology<{ districts: UnitLayer; communes: UnitLayer }> {
	source: 'schematic' | 'official';
	bbox: [west: number, south: number, east: number, north: number];
	transform: { scale: [number, number]; translate: LngLat };
}

/**
 * Why an uploaded map was refused. `codes` are unit codes (`no_code`, `not_polygon`: or `#n` for
 * the n-th feature); `file` counts from 0 and is absent when the files together are at fault.
 */
export interface BoundaryProblem {
	kind:
		| 'bad_json'
		| 'not_a_map' // neither TopoJSON nor a GeoJSON feature (collection), or broken inside
		| 'no_code'
		| 'unknown_code'
		| 'repeated_code'
		| 'not_polygon'
		| 'not_degrees' // a projected file: coordinates must be longitude and latitude
		| 'missing_unit';
	file?: number;
	codes: string[];
}
