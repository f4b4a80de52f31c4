/** What a page shows of something. */
export interface Seen {
	/** Words in it. */
	text: string;
	/** What stands in it, of a field. */
	value: string | null;
	/** Where it can be pressed, in CSS pixels of the viewport. */
	point: { x: number; y: number } | null;
	/** What lies over it where it cannot. */
	under: string;
}

/**
 * Finds the first visible element of a selector whose label or text says what is asked for, brings it into
 * the viewport and finds a point of it that nothing covers. Runs in the page: it may use nothing from outside.
 */
export async function look(
	css: string,
	says: { source: string; flags: string } | null
): Promise<Seen | null> {
	const wanted = says && new RegExp(says.source, says.flags);
	const textOf = (element: Element) => ((element as HTMLElement).innerText ?? '').trim();
	const labelOf = (element: Element) => element.getAttribute('aria-label') ?? '';
	const element = [...document.querySelectorAll(css)].find((element) => {
		const { width, height } = element.getBoundingClientRect();
		if (width === 0 || height === 0) return false;
		if (!element.checkVisibility({ visibilityProperty: true })) return false;
		return !wanted || wanted.test(labelOf(element)) || wanted.test(textOf(element));
	});
	if (!element) return null;

	const parts = [0.5, 0.3, 0.7, 0.1, 0.9];
	let under = '';
	const pointOf = () => {
		const { left, top, width, height } = element.getBoundingClientRect();
		for (const down of parts) {
			for (const across of parts) {
				const [x, y] = [left + width * across, top + height * down];
				const hit = document.elementFromPoint(x, y);
				if (!hit) continue;
				const label = hit.closest('label');
				if (element.contains(hit) || (label && label.control === element)) return { x, y };
				under = `<${hit.tagName.toLowerCase()} class="${hit.getAttribute('class') ?? ''}">`;
			}
		}
		return null;
	};
	if (!pointOf())
		element.scrollIntoView({ block: 'center', inline: 'center', behavior: 'instant' });
	// What still moves is not pressed.
	const boxOf = () => JSON.stringify(element.getBoundingClientRect());
	const before = boxOf();
	await new Promise((resolve) => setTimeout(resolve, 60));
	return {
		text: textOf(element),
		value: 'value' in element ? String(element.value) : null,
		point: boxOf() === before ? pointOf() : null,
		under
	};
}

/** Figures of the leader's strip that lie under its connection badge. Runs in the page. */
export function figuresUnderBadge(): string[] {
	const badge = document.querySelector('.strip .badge')?.getBoundingClientRect();
	if (!badge) return ['there is no badge'];
	const covered = new Set<string>();
	for (const block of document.querySelectorAll('.strip :is(.campaign, dl)')) {
		const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
		for (let node = walker.nextNode(); node; node = walker.nextNode()) {
			const range = document.createRange();
			range.selectNodeContents(node); // words stick out of a box that is too narrow for them
			for (const { left, right, top, bottom } of range.getClientRects()) {
				const aside = right <= badge.left || left >= badge.right;
				if (!aside && bottom > badge.top && top < badge.bottom)
					covered.add(range.toString().trim());
			}
		}
	}
	return [...covered].filter(Boolean);
}
