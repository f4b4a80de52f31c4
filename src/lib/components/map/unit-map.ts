import 'leaflet/dist/leaflet.css';
import './unit-map.css';
import { LabelMarkers } from './label-markers.ts';
import { drawUnits, type UnitPolygon } from './leaflet-layers.ts';
import type { LeafletMouseEvent } from './leaflet-parts.ts';
import type { UnitLook } from './looks.ts';
import { nearestTowards } from './nearest-towards.ts';
import { placeLabels, type LabelWish } from './place-labels.ts';
import { mercator, type Point } from './projection.ts';
import { ReportPulses, type ReportPulse } from './report-pulses.ts';
import type { MapShapes, UnitShape } from './unit-shapes.ts';
import { Viewport } from './viewport.ts';

/** A unit pointed at or focused; `x`, `y` are pixels in the map. */
export interface PointedUnit {
	code: string;
	x: number;
	y: number;
}

/** What the map tells its owner. `select` is a wish: the map follows when `show` is called. */
interface UnitMapEvents {
	select(code: string | null): void;
	point(unit: PointedUnit | null): void;
	/** `detail`: communes are shown; `home`: the whole map is in view. */
	view(view: { detail: boolean; home: boolean }): void;
}

/** On a map so many px wide, a phone's, names are smaller: they would not all have room. */
const NARROW = 500;
/** Zoom levels beyond the whole view at which communes take over without a district chosen. */
const DETAIL_FROM = 0.9;

/** The smallest type of the product in px, as `--small` has it: grows with the page's. */
function smallestType(): number {
	const root = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
	return Math.max(root * 0.82, 13);
}

/** The live map of a campaign: plain data in, events out. Loaded only in the browser. */
export class UnitMap {
	readonly #element: HTMLElement;
	readonly #shapes: MapShapes;
	readonly #parents: Map<string, string | null>;
	readonly #events: UnitMapEvents;
	readonly #viewport: Viewport;
	readonly #drawn: ReturnType<typeof drawUnits>;
	readonly #labels: LabelMarkers;
	readonly #pulses: ReportPulses;
	readonly #observer: ResizeObserver;
	#looks = new Map<string, UnitLook>();
	#selected: string | null = null;
	/** The district whose communes are shown alone. */
	#open: string | null = null;
	#detail = false;
	/** The unit that has the keyboard, once its ring shows. */
	#focused: UnitPolygon | null = null;
	/** The next `show` follows a zoom by hand and must not move the map. */
	#byHand = false;

	/** `parents`: district of each commune. `element` must have its size. */
	constructor(
		element: HTMLElement,
		shapes: MapShapes,
		parents: Map<string, string | null>,
		events: UnitMapEvents
	) {
		this.#element = element;
		this.#shapes = shapes;
		this.#parents = parents;
		this.#events = events;
		this.#viewport = new Viewport(element, shapes.mainland);
		const { map } = this.#viewport;
		map.getPane('markerPane')?.setAttribute('aria-hidden', 'true');
		this.#drawn = drawUnits(map, shapes);
		this.#labels = new LabelMarkers(map, (code) =>
			shapes.districts.has(code) ? 'district-name' : 'commune-name'
		);
		this.#pulses = new ReportPulses(map);
		for (const unit of this.#all()) this.#wire(unit);
		map.on('movestart', () => this.#events.point(null));
		map.on('moveend', () => this.#moved());
		map.on('click', ({ originalEvent: { target } }) => {
			const beside = target instanceof Element && !target.closest('.unit');
			if (this.#selected && beside) this.#events.select(null);
		});
		this.#observer = new ResizeObserver(() => this.#viewport.resize() && this.#arrange());
		this.#observer.observe(element);
		this.#arrange();
	}

	/** Draws how units look now; touches only what changed. */
	paint(looks: Map<string, UnitLook>): void {
		let resized = false;
		for (const [code, look] of looks) {
			const before = this.#looks.get(code);
			const unit = this.#unit(code);
			if (!unit) continue;
			if (before?.fill !== look.fill) unit.polygon.setStyle({ fillColor: look.fill });
			if (before?.label !== look.label) unit.element.setAttribute('aria-label', look.label);
			resized ||= before?.figure.length !== look.figure.length;
			if (this.#labels.write(unit.shape, look)) resized = true;
		}
		this.#looks = looks;
		if (resized) this.#placeLabels();
	}

	/** Goes to a district or commune; null is the whole map. */
	show(selected: string | null): void {
		if (selected === this.#selected) return;
		const before = this.#open;
		const focused = this.#element.contains(document.activeElement);
		const commune = this.#drawn.communes.get(selected ?? '');
		const district = this.#drawn.districts.get((selected && this.#districtOf(selected)) ?? '');
		const whole = district && this.#shapes.whole.has(district.shape.code) ? district : undefined;
		this.#selected = selected;
		this.#open = selected && this.#districtOf(selected);
		this.#drawn.mark.setLatLngs((commune ?? whole)?.polygon.getLatLngs() ?? []);
		if (this.#byHand) this.#byHand = false;
		else if (commune && this.#open && this.#open === before)
			this.#viewport.reveal(commune.shape.label);
		else
			this.#viewport.go(
				(this.#shapes.districts.get(this.#open ?? '') ?? commune?.shape)?.box ?? null
			);
		this.#arrange();
		if (focused && this.#open !== before) this.#refocus(before);
	}

	/** Rings where reports landed that were not there at the last call. */
	pulse(pulses: ReportPulse[]): void {
		this.#pulses.play(
			pulses,
			(code) => (this.#unit(code) ?? this.#unit(this.#parents.get(code) ?? ''))?.shape
		);
	}

	zoomIn(): void {
		this.#viewport.map.zoomIn();
	}

	zoomOut(): void {
		this.#viewport.map.zoomOut();
	}

	/** Back to the whole view, for a map moved by hand; a selection ends through `select`. */
	goHome(): void {
		if (this.#selected) this.#events.select(null);
		else this.#viewport.go(null);
	}

	destroy(): void {
		this.#observer.disconnect();
		this.#pulses.stop();
		this.#viewport.map.remove();
	}

	#all(): UnitPolygon[] {
		return [...this.#drawn.districts.values(), ...this.#drawn.communes.values()];
	}

	#unit(code: string): UnitPolygon | undefined {
		return this.#drawn.districts.get(code) ?? this.#drawn.communes.get(code);
	}

	#districtOf(code: string): string | null {
		if (this.#drawn.districts.has(code)) return code;
		const parent = this.#parents.get(code);
		return parent && this.#drawn.districts.has(parent) ? parent : null;
	}

	#wire(unit: UnitPolygon): void {
		const { shape, polygon, element } = unit;
		const { code, label } = shape;
		const point = ({ containerPoint: { x, y } }: LeafletMouseEvent) =>
			this.#events.point({ code, x, y });
		polygon.on({
			mouseover: point,
			mousemove: point,
			mouseout: () => this.#events.point(null),
			click: () => this.#pick(code)
		});
		element.addEventListener('focus', () => {
			// The browser may have scrolled the map's box to reveal the path; Leaflet pans instead.
			this.#element.scrollTo(0, 0);
			if (!element.matches(':focus-visible')) return;
			this.#focused = unit;
			this.#drawn.ring.setLatLngs(polygon.getLatLngs());
			this.#viewport.reveal(label);
			this.#pointFocused();
		});
		element.addEventListener('blur', () => {
			this.#focused = null;
			this.#drawn.ring.setLatLngs([]);
			this.#events.point(null);
		});
		element.addEventListener('keydown', (event) => {
			if (event.key === 'Enter' || event.key === ' ') this.#pick(code);
			else {
				const next = nearestTowards(event.key, mercator(label), this.#places());
				if (next === undefined) return;
				if (next) this.#unit(next)?.element.focus();
			}
			event.preventDefault();
			event.stopPropagation();
		});
	}

	#pointFocused(): void {
		if (!this.#focused) return;
		const { code, box, label } = this.#focused.shape;
		this.#events.point({ code, ...this.#viewport.beside(box, label) });
	}

	/** A place beside the open district opens its own; the selected commune is let go. */
	#pick(code: string): void {
		const district = this.#districtOf(code);
		if (this.#open && district !== this.#open) this.#events.select(district);
		else this.#events.select(code === this.#selected ? this.#open : code);
	}

	/** Polygons of the current level that can be reached by keyboard. */
	#current(): UnitPolygon[] {
		const { districts, communes } = this.#drawn;
		if (!this.#detail) return [...districts.values()];
		const whole = [...districts.values()].filter(({ shape }) => this.#shapes.whole.has(shape.code));
		return [...communes.values(), ...whole].filter(
			({ shape: { code } }) => !this.#open || this.#districtOf(code) === this.#open
		);
	}

	#places(): [string, Point][] {
		return this.#current().map(({ shape: { code, label } }) => [code, mercator(label)]);
	}

	/** Focus would be lost with the polygon that had it: down to the first commune, up to the district left. */
	#refocus(before: string | null): void {
		const target = this.#open ? this.#current()[0] : this.#drawn.districts.get(before ?? '');
		target?.element.focus({ preventScroll: true });
	}

	#moved(): void {
		const byUser = this.#viewport.arrived();
		if (byUser && this.#selected && this.#viewport.beyond <= 0.1) {
			this.#byHand = true;
			this.#events.select(null);
		} else this.#arrange();
		this.#pointFocused();
	}

	#arrange(): void {
		const { atHome, beyond } = this.#viewport;
		this.#detail = this.#open !== null || beyond > DETAIL_FROM || this.#drawn.districts.size === 0;
		this.#element.dataset['level'] = this.#detail ? 'communes' : 'districts';
		const current = new Set(this.#current());
		for (const unit of this.#all()) {
			unit.element.setAttribute('tabindex', current.has(unit) ? '0' : '-1');
			unit.element.classList.toggle('beside', this.#detail && !current.has(unit));
		}
		this.#viewport.allowDragging(!atHome || this.#open !== null);
		this.#placeLabels();
		this.#events.view({ detail: this.#detail, home: atHome });
	}

	#placeLabels(): void {
		const { x: width, y: height } = this.#viewport.map.getSize();
		const least = width < NARROW ? 11 : smallestType();
		const base = Math.min(Math.max(Math.min(width, height) * 0.021, least), least * 2.4);
		const sizes = [base, Math.max(base * 0.86, least), Math.max(base * 0.74, least)];
		const wishes = this.#current().flatMap(({ shape }) => this.#wish(shape, !this.#detail));
		for (const [code, { shape }] of this.#open ? this.#drawn.districts : []) {
			if (code !== this.#open) wishes.push(...this.#wish(shape, false));
		}
		const placed = placeLabels(wishes, sizes, [width, height]);
		const current = this.#current().map(({ shape: { code } }) => code);
		this.#labels.show(placed, current, (code) => this.#unit(code)?.shape);
	}

	#wish({ code, label, room }: UnitShape, must: boolean): LabelWish[] {
		const look = this.#looks.get(code);
		if (!look) return [];
		const scale = 256 * 2 ** this.#viewport.map.getZoom();
		const space = { width: room.width * scale, height: room.height * scale };
		const { name, figure } = look;
		const first = code === this.#selected;
		const at = this.#viewport.pixels(label);
		return [{ code, name, figure, ...at, room: space, must: must || first, first }];
	}
}
