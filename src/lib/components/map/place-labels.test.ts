import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { labelExtent, placeLabels, type LabelWish } from './place-labels.ts';

const SIZES = [15, 13, 11];
const wish = (code: string, rest: Partial<LabelWish> = {}): LabelWish => ({
	code,
	x: 200,
	y: 200,
	name: 'Triệu Phong',
	figure: '30 %',
	room: { width: 300, height: 300 },
	must: true,
	...rest
});

describe('placeLabels', () => {
	it('uses the largest size where there is room', () => {
		expect(placeLabels([wish('469')], SIZES, [400, 400])).toEqual([
			{ code: '469', x: 200, y: 200, size: 15, named: true }
		]);
	});

	it('shrinks a label that must stand, and moves the second aside', () => {
		const tight = { width: 20, height: 20 };
		const placed = placeLabels([wish('469'), wish('461', { room: tight })], SIZES, [400, 400]);
		expect(placed[0]).toEqual({ code: '461', x: 200, y: 200, size: 11, named: true });
		expect(placed[1]?.y).not.toBe(200);
	});

	it('shows only the figure of a small unit, and nothing of a tiny one', () => {
		const small = { must: false, room: { width: 40, height: 20 } };
		expect(placeLabels([wish('19624', small)], SIZES, [400, 400])[0]?.named).toBe(false);
		const tiny = { must: false, room: { width: 5, height: 5 } };
		expect(placeLabels([wish('19624', tiny)], SIZES, [400, 400])).toEqual([]);
	});

	it('leaves out what lies outside the frame', () => {
		expect(placeLabels([wish('469', { x: -50 })], SIZES, [400, 400])).toEqual([]);
	});

	it('never lets two labels overlap', () => {
		const touching = [
			{ x: 2, y: 143, must: true, room: { width: 0, height: 0 } },
			{ x: 20, y: 164, must: false, room: { width: 28, height: 15 } }
		];
		const wishes = fc.array(
			fc.record({
				x: fc.integer({ min: 0, max: 400 }),
				y: fc.integer({ min: 0, max: 400 }),
				must: fc.boolean(),
				room: fc.record({ width: fc.nat(200), height: fc.nat(200) })
			}),
			{ maxLength: 30 }
		);
		fc.assert(
			fc.property(wishes, (some) => {
				const all = some.map((rest, i) => wish(String(i), rest));
				const boxes = placeLabels(all, SIZES, [400, 400]).map(({ x, y, size, named }) => {
					const extent = labelExtent(all[0]!, size, named);
					const [w, h] = [extent.width / 2, extent.height / 2];
					// To the last bit as they were placed: labels may touch.
					return { left: x - w, right: x + w, top: y - h, bottom: y + h };
				});
				for (const [i, a] of boxes.entries())
					for (const b of boxes.slice(i + 1)) {
						const beside = a.right <= b.left || b.right <= a.left;
						const above = a.bottom <= b.top || b.bottom <= a.top;
						expect(beside || above).toBe(true);
					}
			}),
			{ numRuns: 1_000, examples: [[touching]] }
		);
	});
});
