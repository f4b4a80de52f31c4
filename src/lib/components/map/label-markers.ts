import L from 'leaflet';
import type { UnitLook } from './looks.ts';
import type { PlacedLabel } from './place-labels.ts';
import type { UnitShape } from './unit-shapes.ts';

interface Shown {
	marker: L.Marker;
	box: HTMLElement;
	name: HTMLElement;
	figure: HTMLElement;
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

	/** Shows exactly `placed`; positions are pixels in the map's container. */
	show(placed: PlacedLabel[], shapeOf: (code: string) => UnitShape | undefined): void {
		const wanted = new Set(placed.map(({ code }) => code));
		for (const [code, { marker }] of this.#made) if (!wanted.has(code)) marker.remove();
		for (const { code, x, y, size, named } of placed) {
			const shape = shapeOf(code);
			if (!shape) continue;
			const { marker, box, name } = this.#get(shape);
			marker.addTo(this.#map);
			const [lng, lat] = shape.label;
			const at = this.#map.latLngToContainerPoint([lat, lng]);
			box.style.fontSize = `${size}px`;
			box.style.transform = `translate(-50%, -50%) translate(${x - at.x}px, ${y - at.y}px)`;
			name.hidden = !named;
		}
	}

	/** Writes a unit's name and number. */
	write(
		shape: UnitShape,
		{ name, figure, pale }: Pick<UnitLook, 'name' | 'figure' | 'pale'>
	): void {
		const shown = this.#get(shape);
		if (shown.name.textContent !== name) shown.name.textContent = name;
		if (shown.figure.textContent !== figure) shown.figure.textContent = figure;
		shown.box.classList.toggle('on-pale', pale);
	}

	#get({ code, label: [lng, lat] }: UnitShape): Shown {
		let shown = this.#made.get(code);
		if (!shown) {
			const box = document.createElement('div');
			const [name, figure] = [document.createElement('span'), document.createElement('span')];
			box.className = `unit-label ${this.#classOf(code)}`;
			box.append(name, figure);
			const icon = L.divIcon({ html: box, className: '', iconSize: [0, 0] });
			const marker = L.marker([lat, lng], { icon, interactive: false, keyboard: false });
			this.#made.set(code, (shown = { marker, box, name, figure }));
		}
		return shown;
	}
}
