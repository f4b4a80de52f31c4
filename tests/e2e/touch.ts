import type { Page } from '@playwright/test';

/** A finger on the glass: where it is set down, how long it rests there, in milliseconds, and where it goes. */
export async function touch(
	page: Page,
	from: { x: number; y: number },
	by: { x: number; y: number },
	rests: number
): Promise<void> {
	const glass = await page.context().newCDPSession(page);
	const at = (share: number) => [{ x: from.x + by.x * share, y: from.y + by.y * share }];
	const send = (
		type: 'touchStart' | 'touchMove' | 'touchEnd',
		touchPoints: { x: number; y: number }[]
	) => glass.send('Input.dispatchTouchEvent', { type, touchPoints });
	// Not one after the other: on a busy machine a swipe would be as slow as a finger that rests.
	const sent = [send('touchStart', at(0))];
	if (rests > 0) await page.waitForTimeout(rests);
	for (const share of [0.2, 0.4, 0.6, 0.8, 1]) sent.push(send('touchMove', at(share)));
	await Promise.all(sent);
	await page.waitForTimeout(100); // nothing is thrown
	await send('touchEnd', []);
	await glass.detach();
}
