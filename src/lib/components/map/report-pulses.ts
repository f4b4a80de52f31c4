import * as L from './leaflet-parts.ts';
import type { UnitShape } from './unit-shapes.ts';

/** A report that just landed; `seq` is its fact's number. */
export interface ReportPulse {
	unit: string;
	seq: number;
}

const LASTS = 800;
const AT_ONCE = 30;

/** Short rings where reports just landed. What was there when the map opened does not ring. */
export class ReportPulses {
	readonly #map: L.Map;
	readonly #timers = new Set<ReturnType<typeof setTimeout>>();
	#heard: number | null = null;

	constructor(map: L.Map) {
		this.#map = map;
	}

	/** Rings for those of `pulses` not heard before. */
	play(pulses: ReportPulse[], shapeOf: (code: string) => UnitShape | undefined): void {
		const heard = this.#heard;
		this.#heard = Math.max(heard ?? 0, ...pulses.map(({ seq }) => seq));
		if (heard === null || document.hidden) return;
		for (const { unit, seq } of pulses) {
			const shape = shapeOf(unit);
			if (shape && seq > heard && this.#timers.size < AT_ONCE) this.#ring(shape);
		}
	}

	stop(): void {
		for (const timer of this.#timers) clearTimeout(timer);
		this.#timers.clear();
	}

	#ring({ label: [lng, lat] }: UnitShape): void {
		const icon = L.divIcon({ className: 'report-pulse', iconSize: [44, 44] });
		const options = { icon, interactive: false, keyboard: false, zIndexOffset: 1000 };
		const marker = L.marker([lat, lng], options).addTo(this.#map);
		const timer = setTimeout(() => {
			this.#timers.delete(timer);
			marker.remove();
		}, LASTS);
		this.#timers.add(timer);
	}
}
