/** How often the same trouble is said again, in milliseconds. */
const SAY_EVERY = 30_000;

/** Says something at once, and then again at most every half minute, however often it is asked to. */
export function onceAWhile(every = SAY_EVERY): (say: () => void) => void {
	let saidAt = -Infinity;
	return (say) => {
		const now = performance.now();
		if (now - saidAt < every) return;
		saidAt = now;
		say();
	};
}
