import type { Page } from '@playwright/test';

/** Visible text smaller than so many CSS pixels, each as 'size: text'. */
export function smallTexts(page: Page, least: number): Promise<string[]> {
	return page.evaluate((least) => {
		const found = new Set<string>();
		const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
		for (let node = walker.nextNode(); node; node = walker.nextNode()) {
			const [text, parent] = [node.textContent?.trim(), node.parentElement];
			if (!text || !parent?.checkVisibility({ visibilityProperty: true })) continue;
			const { fontSize, clipPath } = getComputedStyle(parent);
			if (clipPath !== 'none' || parent.closest('.visually-hidden, option')) continue;
			const size = Number.parseFloat(fontSize);
			if (size < least - 0.01) found.add(`${size}: ${text.slice(0, 40)}`);
		}
		return [...found];
	}, least);
}

/**
 * Words that lie over other words, or are cut off without dots. What scrolls is not cut, bars at the edge of
 * the window lie over what scrolls beneath them, and labels of the map find their own places.
 */
export function brokenTexts(page: Page): Promise<string[]> {
	return page.evaluate(() => {
		interface Piece {
			text: string;
			node: Text;
			box: DOMRect;
		}
		const pieces: Piece[] = [];
		const found = new Set<string>();
		const skipped = '.visually-hidden, .unit-label, .unit-map, .sketch, option, select, [hidden]';
		const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
		for (let node = walker.nextNode(); node; node = walker.nextNode()) {
			const [text, parent] = [node.textContent?.trim(), node.parentElement];
			if (!text || !parent || parent.closest(skipped)) continue;
			const asked = {
				visibilityProperty: true,
				opacityProperty: true,
				contentVisibilityAuto: true
			};
			if (!parent.checkVisibility(asked) || isBar(parent)) continue;
			if (getComputedStyle(parent).clipPath !== 'none') continue;
			const range = document.createRange();
			range.selectNodeContents(node);
			const cut = cutOf(parent);
			for (const box of range.getClientRects()) {
				if (box.width < 1 || box.height < 1) continue;
				const shown = cut ? inside(box, cut.box) : box;
				if (shown.width < 1 || shown.height < 1) continue;
				pieces.push({ text, node: node as Text, box: shown });
				if (!cut || cut.scrolls || cut.dots) continue;
				if (shown.width < box.width - 1.5 || shown.height < box.height * 0.6)
					found.add(`cut: ${text.slice(0, 50)}`);
			}
		}
		for (const [i, one] of pieces.entries()) {
			for (const other of pieces.slice(i + 1)) {
				if (one.node === other.node) continue;
				const { width, height } = inside(one.box, other.box);
				if (width > 2 && height > Math.min(one.box.height, other.box.height) * 0.35)
					found.add(`over each other: ${one.text.slice(0, 40)} | ${other.text.slice(0, 40)}`);
			}
		}
		return [...found];

		function isBar(from: Element): boolean {
			for (let at: Element | null = from; at; at = at.parentElement) {
				if (['sticky', 'fixed'].includes(getComputedStyle(at).position)) return true;
			}
			return false;
		}
		/** What of a box lies inside another one. */
		function inside(box: DOMRect, frame: DOMRect): DOMRect {
			const [left, top] = [Math.max(box.left, frame.left), Math.max(box.top, frame.top)];
			const [right, bottom] = [
				Math.min(box.right, frame.right),
				Math.min(box.bottom, frame.bottom)
			];
			return new DOMRect(left, top, Math.max(right - left, 0), Math.max(bottom - top, 0));
		}
		/** The nearest thing around that cuts off what is larger than itself. */
		function cutOf(from: Element) {
			let dots = false;
			for (let at: Element | null = from; at && at !== document.body; at = at.parentElement) {
				const style = getComputedStyle(at);
				dots ||= style.textOverflow === 'ellipsis' || !['none', ''].includes(style.webkitLineClamp);
				if (style.overflowX === 'visible' && style.overflowY === 'visible') continue;
				const scrolls = [style.overflowX, style.overflowY].some((how) =>
					['auto', 'scroll'].includes(how)
				);
				return { box: at.getBoundingClientRect(), scrolls, dots };
			}
			return null;
		}
	});
}

/** Focus stops from the top of the page on that something else covers wholly, by what they are called. */
export async function coveredStops(
	page: Page,
	most = 60
): Promise<{ stops: number; covered: string[] }> {
	const covered: string[] = [];
	await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
	await page.evaluate(() => scrollTo(0, 0));
	let stops = 0;
	let first: string | null = null;
	for (; stops < most; stops++) {
		await page.keyboard.press('Tab');
		const at = await page.evaluate(() => {
			const focused = document.activeElement;
			if (!focused || focused === document.body) return null;
			const { left, top, width, height } = focused.getBoundingClientRect();
			const name = `${focused.tagName} ${focused.getAttribute('aria-label') ?? focused.textContent?.trim().slice(0, 30) ?? ''}`;
			const id = `${name} ${(focused as HTMLElement).dataset['stop'] ?? ''}`;
			const parts = [0.03, 0.25, 0.5, 0.75, 0.97];
			const shown = parts.some((x) =>
				parts.some((y) => {
					const hit = document.elementFromPoint(left + width * x, top + height * y);
					return hit !== null && (focused.contains(hit) || hit.contains(focused));
				})
			);
			// A box with a label of its own is seen by its label.
			const labelled = [...((focused as HTMLInputElement).labels ?? [])].some((label) => {
				const box = label.getBoundingClientRect();
				const hit = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
				return hit !== null && label.contains(hit);
			});
			return { id, name, shown: shown || labelled };
		});
		if (at === null || at.id === first) break;
		first ??= at.id;
		if (!at.shown) covered.push(at.name);
	}
	return { stops, covered };
}
