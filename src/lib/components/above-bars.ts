/** What must stay in sight and in reach: bars that stick to the foot of the page, the button that sends. */
const KEEP_CLEAR = "[data-keep-clear], [data-bar='bottom']";
const GAP = 8;

/**
 * Keeps an element that floats at the foot of the page above whatever must not be covered there, while pages
 * scroll and bars come and go; how far it is lifted stands in `--lift`.
 */
export function aboveBars(node: HTMLElement): () => void {
	let asked = 0;
	const place = () => {
		asked = 0;
		const { height } = node.getBoundingClientRect();
		const lifted = parseFloat(node.style.getPropertyValue('--lift')) || 0;
		const foot = node.getBoundingClientRect().bottom + lifted;
		let lift = 0;
		for (const bar of document.querySelectorAll<HTMLElement>(KEEP_CLEAR)) {
			const { top, bottom } = bar.getBoundingClientRect();
			const covers = bottom > foot - lift - height - GAP && top < foot - lift + GAP;
			if (bottom > 0 && covers) lift = Math.max(lift, foot - top + GAP);
		}
		// Where everything is to be kept clear there is no better place than the foot.
		const fits = foot - lift - height > GAP;
		node.style.setProperty('--lift', `${fits ? Math.max(0, lift) : 0}px`);
	};
	const ask = () => (asked ||= requestAnimationFrame(place));
	place();
	const observer = new ResizeObserver(ask);
	observer.observe(node);
	observer.observe(document.body);
	addEventListener('scroll', ask, { passive: true, capture: true });
	return () => {
		cancelAnimationFrame(asked);
		observer.disconnect();
		removeEventListener('scroll', ask, { capture: true });
	};
}
