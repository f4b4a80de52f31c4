import * as L from './leaflet-parts.ts';
import type { LngLat } from '#lib/protocol/boundaries.ts';
import { unproject, type Box } from './projection.ts';

const FLIGHT_SECONDS = 0.6;
/** Below this width the controls stand above and below a part instead of beside it, so many px high. */
const NARROW = 620;
const CONTROLS = 56;

/** Where the live map looks: the whole, a part of it, or wherever the user moved it. */
export class Viewport {
	readonly map: L.Map;
	/** Without motion for those who asked for none. */
	readonly still = matchMedia('(prefers-reduced-motion: reduce)').matches;
	readonly #touch = matchMedia('(pointer: coarse)').matches;
	readonly #element: HTMLElement;
	readonly #whole: Box;
	/** What was last gone to. */
	#part: Box;
	#home = 0;
	/** On the way to a place of our own choosing, not the user's. */
	#travelling = false;

	constructor(element: HTMLElement, whole: Box) {
		this.#element = element;
		this.#whole = this.#part = whole;
		this.map = L.map(element, {
			attributionControl: false,
			zoomControl: false,
			doubleClickZoom: false,
			zoomSnap: 0,
			zoomDelta: 0.75,
			wheelPxPerZoomLevel: 110,
			zoomAnimation: !this.still,
			inertia: !this.still,
			trackResize: false,
			maxBounds: boundsOf(whole).pad(0.5),
			maxBoundsViscosity: 1
		});
		this.#fit();
	}

	/** Zoom levels beyond the whole view; 0 on the way back to it. */
	get beyond(): number {
		if (this.#travelling && this.#part === this.#whole) return 0;
		return this.map.getZoom() - this.#home;
	}

	get atHome(): boolean {
		return this.beyond <= 0.02;
	}

	/** Flies to a part of the map, or to the whole. */
	go(part: Box | null): void {
		this.#part = part ?? this.#whole;
		this.#travelling = true;
		const [bounds, padding] = [boundsOf(this.#part), this.#padding()];
		if (this.still) this.map.fitBounds(bounds, { ...padding, animate: false });
		else this.map.flyToBounds(bounds, { ...padding, duration: FLIGHT_SECONDS });
	}

	/** Brings a point into view without changing the zoom; leaves a flight alone. */
	reveal([lng, lat]: LngLat): void {
		if (this.#travelling) return;
		this.map.panInside([lat, lng], { padding: [70, 70], animate: !this.still });
	}

	/** Pixels in the map's box. */
	pixels([lng, lat]: LngLat): { x: number; y: number } {
		const { x, y } = this.map.latLngToContainerPoint([lat, lng]);
		return { x, y };
	}

	/** Pixels of the edge of `box` that faces the middle of the map, level with `label`. */
	beside(box: Box, label: LngLat): { x: number; y: number } {
		const { x, y } = this.pixels(label);
		const facesLeft = x > this.map.getSize().x / 2;
		const edge = this.pixels(unproject([facesLeft ? box.left : box.right, box.top]));
		return { x: facesLeft ? Math.min(edge.x, x) : Math.max(edge.x, x), y };
	}

	/** Follows the element's size, keeping in view what was. False when it has not changed. */
	resize(): boolean {
		const { clientWidth, clientHeight } = this.#element;
		const { x, y } = this.map.getSize();
		if (x === clientWidth && y === clientHeight) return false;
		const follow = this.atHome || this.#part !== this.#whole;
		// Leaflet would glide back inside the bounds from the old view, and keep gliding after the fit.
		this.map.setMaxBounds();
		this.map.invalidateSize({ animate: false, pan: false });
		if (follow) this.#fit();
		else this.#measure();
		this.map.setMaxBounds(boundsOf(this.#whole).pad(0.5));
		return true;
	}

	/** Call when the map came to rest: whether the user moved it. */
	arrived(): boolean {
		const byUser = !this.#travelling;
		this.#travelling = false;
		return byUser;
	}

	/** One finger scrolls the page while there is nothing to move, and the map when there is. */
	allowDragging(wanted: boolean): void {
		this.map.dragging[wanted || !this.#touch ? 'enable' : 'disable']();
	}

	#fit(): void {
		this.#travelling = true;
		this.map.setMinZoom(0);
		this.map.fitBounds(boundsOf(this.#part), { ...this.#padding(), animate: false });
		this.#measure();
		this.#travelling = false;
	}

	#measure(): void {
		const { paddingTopLeft, paddingBottomRight } = this.#padding(this.#whole);
		const padding = L.point(paddingTopLeft).add(paddingBottomRight);
		this.#home = this.map.getBoundsZoom(boundsOf(this.#whole), false, padding);
		this.map.setMinZoom(this.#home).setMaxZoom(this.#home + 5);
	}

	/** Pixels left free: as the sketch has them around the whole, more around a part and under its path. */
	#padding(part = this.#part): Record<'paddingTopLeft' | 'paddingBottomRight', L.PointTuple> {
		const { clientWidth, clientHeight } = this.#element;
		const side = Math.min(Math.max(Math.min(clientWidth, clientHeight) * 0.035, 10), 40);
		if (part === this.#whole) {
			return { paddingTopLeft: [side, side], paddingBottomRight: [side, side] };
		}
		if (clientWidth < NARROW) {
			return { paddingTopLeft: [side, CONTROLS], paddingBottomRight: [side, CONTROLS] };
		}
		const left = Math.min(clientWidth * 0.22, 270);
		return { paddingTopLeft: [left, side * 2], paddingBottomRight: [side * 2, side * 2] };
	}
}

function boundsOf({ left, top, right, bottom }: Box): L.LatLngBounds {
	const [west, north] = unproject([left, top]);
	const [east, south] = unproject([right, bottom]);
	return L.latLngBounds([south, west], [north, east]);
}
