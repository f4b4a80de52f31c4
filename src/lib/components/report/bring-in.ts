/**
 * Brings something on screen and puts the focus there. The middle of the screen is clear of what is sticky at
 * its top and foot; what has the focus already would not be scrolled to by focusing it.
 */
export function bringIn(element: HTMLElement | null): void {
	if (!element) return;
	element.focus({ preventScroll: true });
	// On a short screen, or one zoomed in, what is asked is read from its beginning.
	const tall = element.offsetHeight > innerHeight / 2;
	element.scrollIntoView({ block: tall ? 'start' : 'center' });
}

/** Whether any part of an element is within the window. */
export function isOnScreen(element: Element): boolean {
	const { top, bottom } = element.getBoundingClientRect();
	return bottom > 0 && top < innerHeight;
}
