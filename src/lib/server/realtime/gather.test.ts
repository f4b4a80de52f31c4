import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { LoggedFact } from '#lib/campaign/facts.ts';
import { FrameGatherer, type LoggedFrame } from './gather.ts';

const fact = (seq: number) => ({ seq, kind: 'day.opened' }) as LoggedFact;
let frames: LoggedFrame[];
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
	for (let seq = 1; seq <= 500; seq++) {
		gatherer.push([fact(seq)]);
		vi.advanceTimersByTime(2);
	}
	vi.runAllTimers();
	expect(frames.length).toBeLessThan(8 + 1000 / 36 + 2); // eight at once, then 36 ms a frame
	expect(frames.flatMap(({ facts }) => facts.map(({ seq }) => seq))).toEqual(
		Array.from({ length: 500 }, (_, i) => i + 1)
	);
});

test('a few facts that come together leave one by one, at once', () => {
	for (let seq = 1; seq <= 3; seq++) gatherer.push([fact(seq)]);
	expect(frames).toHaveLength(3);
});

test('after a quiet while the next fact leaves at once again', () => {
	for (let seq = 1; seq <= 20; seq++) gatherer.push([fact(seq)]);
	expect(frames).toHaveLength(8);
	vi.advanceTimersByTime(1000);
	expect(frames).toHaveLength(9);
	gatherer.push([fact(21)]);
	expect(frames).toHaveLength(10);
});

test('a flush before a screen joins sends what was gathered', () => {
	for (let seq = 1; seq <= 9; seq++) gatherer.push([fact(seq)]);
	expect(frames).toHaveLength(8);
	gatherer.flush();
	expect(frames).toHaveLength(9);
});
