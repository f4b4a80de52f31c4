/** So near to the top or bottom of the window the page scrolls, in CSS pixels. */
const NEAR = 64;
/** At the very edge, in CSS pixels in a second. */
const FASTEST = 700;
/** What a frame scrolls at most, in seconds: after a pause nothing jumps. */
const LONGEST_FRAME = 0.05;

interface EdgeScroll {
	/** The pointer is at this height of the window. */
	follow: (y: number) => void;
	stop: () => void;
}

/** How fast the page scrolls for a pointer at a height of the window; negative is up. */
export function edgeSpeed(y: number, height: number): number {
	const [above, below] = [NEAR - y, y - (height - NEAR)];
	const deep = Math.min(Math.max(above, below, 0), NEAR) / NEAR;
	return deep === 0 ? 0 : FASTEST * deep * (above > below ? -1 : 1);
}

/** Scrolls the page while something is carried over an area near the top or bottom of the window, to its ends. */
export function scrollNearEdges(area: Element, onscroll: () => void): EdgeScroll {
	let speed = 0;
	let frame: number | null = null;
	let before = 0;
	const stop = () => {
		if (frame !== null) cancelAnimationFrame(frame);
		frame = null;
	};
	const step = (now: number) => {
		const { top, bottom } = area.getBoundingClientRect();
		const more = speed < 0 ? top < NEAR : bottom > innerHeight - NEAR;
		if (more) scrollBy(0, speed * Math.min((now - before) / 1000, LONGEST_FRAME));
		before = now;
		frame = requestAnimationFrame(step);
		onscroll();
	};
	return {
		follow: (y) => {
			speed = edgeSpeed(y, innerHeight);
			if (speed === 0) return stop();
			if (frame !== null) return;
			before = performance.now();
			frame = requestAnimationFrame(step);
		},
		stop
	};
}
