/**
 * Does `work` once the frame under way is painted, so that the answer to a tap shows before what is slow
 * to draw. @returns how to call it off
 */
export function afterPaint(work: () => void): () => void {
	let timer: ReturnType<typeof setTimeout> | undefined;
	const frame = requestAnimationFrame(() => (timer = setTimeout(work)));
	return () => {
		cancelAnimationFrame(frame);
		clearTimeout(timer);
	};
}
