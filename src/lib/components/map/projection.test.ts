import { describe, expect, it } from 'vitest';
import {
	boxAround,
	boxOf,
	fitted,
	mercator,
	pathData,
	roomAt,
	unproject,
	type Point
} from './projection.ts';

const SQUARE: Point[][][] = [
	[
		[
			[0, 0],
			[10, 0],
			[10, 4],
			[0, 4],
			[0, 0]
		]
	]
];

describe('mercator', () => {
	it('puts null island in the middle and Quảng Trị north-east of it', () => {
		expect(mercator([0, 0])).toEqual([0.5, 0.5]);
		const [x, y] = mercator([107, 16.75]);
		expect(x).toBeCloseTo(0.797222, 6);
		expect(y).toBeCloseTo(0.452791, 5);
	});

	it('is undone by unproject', () => {
		const [lng, lat] = unproject(mercator([106.9, 16.8]));
		expect(lng).toBeCloseTo(106.9, 9);
		expect(lat).toBeCloseTo(16.8, 9);
	});
});

describe('boxes', () => {
	it('encloses points and boxes', () => {
		expect(boxAround(SQUARE.flat(2))).toEqual({ left: 0, top: 0, right: 10, bottom: 4 });
		const far = { left: 20, top: -1, right: 21, bottom: 1 };
		const near = { left: 0, top: 0, right: 10, bottom: 4 };
		expect(boxOf([near, far])).toEqual({ left: 0, top: -1, right: 21, bottom: 4 });
	});

	it('encloses nothing as null', () => {
		expect(boxAround([])).toBeNull();
		expect(boxOf([])).toBeNull();
	});
});

describe('fitted', () => {
	it('keeps proportions and starts at the corner', () => {
		const frame = fitted({ left: 2, top: 1, right: 12, bottom: 5 }, 1000);
		expect(frame.height).toBe(400);
		expect(frame.place([2, 1])).toEqual([0, 0]);
		expect(frame.place([12, 5])).toEqual([1000, 400]);
	});
});

describe('pathData', () => {
	it('writes relative steps and drops those that go nowhere', () => {
		const data = pathData(SQUARE, ([x, y]) => [x * 2, y * 2]);
		expect(data).toBe('M0,0l20,0l0,8l-20,0l0,-8z');
		expect(pathData(SQUARE, ([x]) => [x / 100, 0])).toBe('M0,0z');
	});
});

describe('roomAt', () => {
	it('is twice the way to the nearest border on each axis', () => {
		expect(roomAt(SQUARE, [4, 1])).toEqual({ width: 8, height: 2 });
	});

	it('stops at a hole', () => {
		const hole: Point[] = [
			[6, 1],
			[8, 1],
			[8, 3],
			[6, 3],
			[6, 1]
		];
		expect(roomAt([[SQUARE[0]![0]!, hole]], [5, 2]).width).toBe(2);
	});
});
