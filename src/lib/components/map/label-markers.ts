import * as L from './leaflet-parts.ts';
import type { UnitLook } from './looks.ts';
import type { PlacedLabel } from './place-labels.ts';
import type { UnitShape } from './unit-shapes.ts';

interface Shown {
	marker: L.Marker;
	box: HTMLElement;
	name: HTMLElement;
	figure: HTMLElement;
	marks: HTMLElement;
	/** What `marks` says now. */
	marked: string;
}

/** The names and numbers that stand on the map. A text is written only when it changed. */
export class LabelMarkers {
	readonly #map: L.Map;
	readonly #classOf: (code: string) => string;
	readonly #made = new Map<string, Shown>();

	/** `classOf` tells names of districts from those of communes. */
	constructor(map: L.Map, classOf: (code: string) => string) {
		this.#map = map;
		this.#classOf = classOf;
	}

	/**
	 * Shows exactly `placed`, positions being pixels in the map's container, and of `others` those that
	 * have marks: they stand without name and number.
	 */
	show(
		placed: PlacedLabel[],
		others: string[],
		shapeOf: (code: string) => UnitShape | undefined
	): void {
		const wanted = new Set(placed.map(({ code }) => code));
		for (const code of others) {
			const shown = wanted.has(code) ? undefined : this.#made.get(code);
			if (!shown?.marked) continue;
			wanted.add(code);
			shown.marker.addTo(this.#map);
			shown.box.classList.add('bare');
			shown.box.style.transform = 'translate(-50%, -50%)';
		}
		for (const [code, { marker }] of this.#made) if (!wanted.has(code)) marker.remove();
		for (const { code, x, y, size, named } of placed) {
			const shape = shapeOf(code);
			if (!shape) continue;
			const { marker, box, name } = this.#get(shape);
			marker.addTo(this.#map);
			const [lng, lat] = shape.label;
			const at = this.#map.latLngToContainerPoint([lat, lng]);
			box.classList.remove('bare');
			box.style.fontSize = `${size}px`;
			box.style.transform = `translate(-50%, -50%) translate(${x - at.x}px, ${y - at.y}px)`;
			name.hidden = !named;
		}
	}

	/** Writes a unit's name, number and marks. Returns whether it has marks now and had none, or lost them. */
	write(
		shape: UnitShape,
		{ name, figure, pale, marks }: Pick<UnitLook, 'name' | 'figure' | 'pale' | 'marks'>
	): boolean {
		const shown = this.#get(shape);
		if (shown.name.textContent !== name) shown.name.textContent = name;
		if (shown.figure.textContent !== figure) shown.figure.textContent = figure;
		shown.box.classList.toggle('on-pale', pale);
		const marked = marks.here + marks.open > 0 ? Object.values(marks).join(' ') : '';
		if (marked === shown.marked) return false;
		const turned = (marked === '') !== (shown.marked === '');
		shown.marked = marked;
		shown.marks.replaceChildren(
			...(marks.here > 0 ? [mark('here', marks.here)] : []),
			...(marks.open > 0 ? [mark(marks.urgent ? 'open urgent' : 'open', marks.open)] : [])
		);
		return turned;
	}

	#get({ code, label: [lng, lat] }: UnitShape): Shown {
		let shown = this.#made.get(code);
		if (!shown) {
			const box = document.createElement('div');
			const [name, figure] = [document.createElement('span'), document.createElement('span')];
			box.className = `unit-label ${this.#classOf(code)}`;
			const marks = document.createElement('span');
			marks.className = 'unit-marks';
			box.append(name, figure, marks);
			const icon = L.divIcon({ html: box, className: '', iconSize: [0, 0] });
			const marker = L.marker([lat, lng], { icon, interactive: false, keyboard: false });
			this.#made.set(code, (shown = { marker, box, name, figure, marks, marked: '' }));
		}
		return shown;
	}
}

function mark(kind: string, count: number): HTMLElement {
	const made = document.createElement('i');
	made.className = `unit-mark ${kind}`;
	made.textContent = String(count);
	return made;
}
