import { globSync, readFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { lazily } from './lazily.ts';

const events = new EventTarget();
beforeEach(() => {
	vi.useFakeTimers();
	vi.stubGlobal('addEventListener', events.addEventListener.bind(events));
	vi.stubGlobal('removeEventListener', events.removeEventListener.bind(events));
});
afterEach(() => {
	vi.useRealTimers();
	vi.unstubAllGlobals();
});

/** A part that comes after so many lost requests. */
function part(lost: number) {
	const asked = vi.fn(() =>
		asked.mock.calls.length > lost
			? Promise.resolve('part')
			: Promise.reject(new TypeError('Failed to fetch dynamically imported module'))
	);
	const [use, missing] = [vi.fn(), vi.fn()];
	return { asked, use, missing, loading: lazily(asked, use, missing) };
}

test('a part whose first requests are lost is tried again until it comes, and used once', async () => {
	const { asked, use, missing } = part(3);
	await vi.advanceTimersByTimeAsync(0);
	expect(missing).toHaveBeenLastCalledWith(true);
	await vi.advanceTimersByTimeAsync(60_000);
	expect(asked).toHaveBeenCalledTimes(4);
	expect(use).toHaveBeenCalledExactlyOnceWith('part');
	expect(missing).toHaveBeenLastCalledWith(false);
});

test('the network coming back, or somebody asking, is reason enough to try at once', async () => {
	const { asked, use, loading } = part(2);
	await vi.advanceTimersByTimeAsync(0);
	events.dispatchEvent(new Event('online'));
	await vi.advanceTimersByTimeAsync(0);
	expect(asked).toHaveBeenCalledTimes(2);
	loading.again();
	await vi.advanceTimersByTimeAsync(0);
	expect(use).toHaveBeenCalledOnce();
	events.dispatchEvent(new Event('online'));
	await vi.advanceTimersByTimeAsync(60_000);
	expect(asked).toHaveBeenCalledTimes(3);
});

test('what was given up is neither tried again nor used', async () => {
	const { asked, use, loading } = part(1);
	await vi.advanceTimersByTimeAsync(0);
	loading.stop();
	await vi.advanceTimersByTimeAsync(60_000);
	expect(asked).toHaveBeenCalledOnce();
	expect(use).not.toHaveBeenCalled();
});

test('every part that the browser fetches on demand is tried again', () => {
	const browser = globSync([
		'src/lib/{live,components}/**/*.{ts,svelte}',
		'src/routes/**/*.svelte'
	]);
	const bare = browser
		.filter((file) => !file.endsWith('.test.ts') && !file.endsWith('lazily.ts'))
		.flatMap((file) => {
			const text = readFileSync(file, 'utf8');
			const imports = [...text.matchAll(/(?<![\w.:<] ?)\bimport\(\s*['"`]/g)];
			return imports
				.filter(({ index }) => !/(?:lazily\(\s*|load=\{)\(\) =>\s*$/.test(text.slice(0, index)))
				.map(({ index }) => `${file}: ${text.slice(index, index + 60)}`);
		});
	expect(bare).toEqual([]);
});
