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
					const { width, height } = labelExtent(all[0]!, size, named);
					return { left: x - width / 2, right: x + width / 2, top: y - height / 2, height };
				});
				for (const [i, a] of boxes.entries())
					for (const b of boxes.slice(i + 1)) {
						const beside = a.right <= b.left || b.right <= a.left;
						const above = a.top + a.height <= b.top || b.top + b.height <= a.top;
						expect(beside || above).toBe(true);
					}
			})
		);
	});
});
