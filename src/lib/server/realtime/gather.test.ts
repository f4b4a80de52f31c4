import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Fact } from '#lib/campaign/facts.ts';
import type { Frame } from '#lib/protocol/frames.ts';
import { FrameGatherer } from './gather.ts';

const fact = (seq: number) => ({ seq, kind: 'day.opened' }) as Fact;
let frames: Frame[];
let gatherer: FrameGatherer;

beforeEach(() => {
	vi.useFakeTimers();
	frames = [];
	gatherer = new FrameGatherer(
		'c',
		() => 1000,
		(frame) => frames.push(frame)
	);
});
afterEach(() => {
	gatherer.stop();
	vi.useRealTimers();
});

test('the first fact leaves at once', () => {
	gatherer.push([fact(1)]);
	expect(frames).toMatchObject([{ from: 1, to: 1 }]);
});

test('while facts keep coming they are gathered, none is lost or doubled', () => {
	for (let seq = 1; seq <= 50; seq++) {
		gatherer.push([fact(seq)]);
		vi.advanceTimersByTime(2);
	}
	vi.runAllTimers();
	expect(frames.length).toBeLessThan(6); // 100 ms at 36 ms a frame
	expect(frames.flatMap(({ facts }) => facts.map(({ seq }) => seq))).toEqual(
		Array.from({ length: 50 }, (_, i) => i + 1)
	);
});

test('after a quiet while the next fact leaves at once again', () => {
	gatherer.push([fact(1)]);
	vi.advanceTimersByTime(200);
	gatherer.push([fact(2)]);
	expect(frames).toHaveLength(2);
});

test('a flush before a screen joins sends what was gathered', () => {
	gatherer.push([fact(1)]);
	gatherer.push([fact(2)]);
	gatherer.flush();
	expect(frames).toHaveLength(2);
});
