/** What the page says about itself. */
export interface Observed {
	/** Milliseconds. */
	lcp: number;
	inp: number;
	cls: number;
	/** Most places of the map, and rows of the ranking, that one report touched. */
	shapes: number;
	rows: number;
}

declare global {
	interface Window {
		observed: Observed;
	}
}

/** Runs in the page before anything else; must not use anything outside itself. */
export function observeVitals(): void {
	const observed = { lcp: 0, inp: 0, cls: 0, shapes: 0, rows: 0 };
	window.observed = observed;
	const observe = (type: string, see: (entry: PerformanceEntry) => void) =>
		new PerformanceObserver((list) => list.getEntries().forEach(see)).observe({
			...{ type, buffered: true },
			...(type === 'event' ? { durationThreshold: 16 } : {})
		});
	observe('largest-contentful-paint', ({ startTime }) => (observed.lcp = startTime));
	observe('layout-shift', (entry) => {
		const { value, hadRecentInput } = entry as unknown as {
			value: number;
			hadRecentInput: boolean;
		};
		if (!hadRecentInput) observed.cls += value;
	});
	observe('event', (entry) => {
		const { interactionId } = entry as unknown as { interactionId: number };
		if (interactionId > 0) observed.inp = Math.max(observed.inp, entry.duration);
	});
}

/** Runs in the page once it is quiet: counts what each later change of the page touches. */
export function observeRepaints(): void {
	const watch = (selector: string, within: string, count: (touched: number) => void) => {
		const observer = new MutationObserver((mutations) => {
			const touched = new Set<Element>();
			for (const { target } of mutations) {
				const element = target instanceof Element ? target : target.parentElement;
				const unit = element?.closest(selector);
				if (unit) touched.add(unit);
			}
			count(touched.size);
		});
		const options = { subtree: true, attributes: true, childList: true, characterData: true };
		for (const root of document.querySelectorAll(within)) observer.observe(root, options);
	};
	const { observed } = window;
	watch('path.unit', '.unit-map', (touched) => {
		observed.shapes = Math.max(observed.shapes, touched);
	});
	watch('.side > .panel:has(select) li', '.side', (touched) => {
		observed.rows = Math.max(observed.rows, touched);
	});
}
