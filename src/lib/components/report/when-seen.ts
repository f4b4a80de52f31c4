import type { Attachment } from 'svelte/attachments';

/** How long something has to be on screen to count as shown, in milliseconds. */
const LONG_ENOUGH = 1000;
/** How much of it, or of the screen if it is larger than that. */
const ENOUGH = 0.6;

/** Calls back once, when an element has really been on screen: in view, in a page that is in front. */
export function whenSeen(seen: () => void): Attachment<Element> {
	return (element) => {
		let inView = false;
		let timer: ReturnType<typeof setTimeout> | undefined;
		const judge = () => {
			clearTimeout(timer);
			if (!inView || document.visibilityState === 'hidden') return;
			timer = setTimeout(() => {
				stop();
				seen();
			}, LONG_ENOUGH);
		};
		const observer = new IntersectionObserver(
			([entry]) => {
				if (!entry) return;
				const fills = entry.intersectionRect.height >= innerHeight * ENOUGH;
				inView = entry.isIntersecting && (entry.intersectionRatio >= ENOUGH || fills);
				judge();
			},
			{ threshold: [0, 0.3, ENOUGH, 1] }
		);
		const stop = () => {
			clearTimeout(timer);
			observer.disconnect();
			document.removeEventListener('visibilitychange', judge);
		};
		observer.observe(element);
		document.addEventListener('visibilitychange', judge);
		return stop;
	};
}
