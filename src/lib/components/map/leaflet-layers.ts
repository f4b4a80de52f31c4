import * as L from './leaflet-parts.ts';
import type { LngLat } from '#lib/protocol/boundaries.ts';
import type { Rings } from './projection.ts';
import type { MapShapes, UnitShape } from './unit-shapes.ts';

/** One unit's polygon on the live map and the element that takes focus. */
export interface UnitPolygon {
	shape: UnitShape;
	polygon: L.Polygon;
	element: SVGElement;
}

const latLng = ([lng, lat]: LngLat): [number, number] => [lat, lng];

/** Rings as Leaflet wants them, latitude first. */
function latLngs(rings: Rings<LngLat>): [number, number][][][] {
	return rings.map((polygon) => polygon.map((ring) => ring.map(latLng)));
}

/**
 * Puts the drawing on the map, bottom to top: district areas, commune areas, their borders. Fills and
 * borders are apart, so that neighbours share one line and a pattern runs on under thin borders.
 */
export function drawUnits(map: L.Map, shapes: MapShapes) {
	const renderer = L.svg({ padding: 0.5 });
	const areas = (units: Map<string, UnitShape>, className: string) => {
		const polygons = new Map<string, UnitPolygon>();
		for (const [code, shape] of units) {
			const polygon = L.polygon(latLngs(shape.rings), {
				renderer,
				className: `unit ${className}${shapes.whole.has(code) ? ' whole' : ''}`,
				stroke: false,
				fillOpacity: 1,
				smoothFactor: 0,
				noClip: true
			}).addTo(map);
			const element = polygon.getElement() as SVGElement;
			element.setAttribute('role', 'button');
			polygons.set(code, { shape, polygon, element });
		}
		return polygons;
	};
	const borders = (lines: LngLat[][], className: string) =>
		L.polyline(
			lines.map((line) => line.map(latLng)),
			{ renderer, className, interactive: false, smoothFactor: 0, noClip: true }
		).addTo(map);
	const outline = (className: string) =>
		L.polygon([], {
			renderer,
			className,
			fill: false,
			interactive: false,
			smoothFactor: 0,
			noClip: true
		}).addTo(map);

	const districts = areas(shapes.districts, 'district');
	const communes = areas(shapes.communes, 'commune');
	borders(shapes.communeBorders, 'border commune-border');
	borders(shapes.districtBorders, 'border district-border');
	return { districts, communes, mark: outline('mark'), ring: outline('ring') };
}
