import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cutTriangles, type Point, type Spot } from './marching-triangles.ts';
import { outline, polygonsOf, ringPoints } from './outline.ts';
import { isInside, signedArea } from './ring.ts';
import { drawBorders } from './schematic.ts';

/** A lattice with some places missing or moved, and nothing but outside round it. */
const lattice = fc
	.record({ wide: fc.integer({ min: 1, max: 7 }), high: fc.integer({ min: 1, max: 7 }) })
	.chain(({ wide, high }) =>
		fc
			.array(
				fc.record({
					code: fc.constantFrom('', 'a', 'b', 'c', 'd'),
					dx: fc.double({ min: -0.4, max: 0.4, noNaN: true }),
					dy: fc.double({ min: -0.4, max: 0.4, noNaN: true }),
					asked: fc.integer({ min: 0, max: 9 }).map((die) => die > 0)
				}),
				{ minLength: wide * high, maxLength: wide * high }
			)
			.map((cells) => [
				...frame(wide, high),
				...cells.flatMap(({ code, dx, dy, asked }, index): Spot[] => {
					const [column, row] = [index % wide, Math.floor(index / wide)];
					return asked ? [{ x: column + dx, y: row + dy, code }] : [];
				})
			])
	);

function frame(wide: number, high: number): Spot[] {
	const spots: Spot[] = [];
	for (let x = -1; x <= wide; x++)
		for (let y = -1; y <= high; y++)
			if (x < 0 || y < 0 || x === wide || y === high) spots.push({ x, y, code: '' });
	return spots;
}

function draw(spots: readonly Spot[]) {
	const arcs = drawBorders(spots);
	const lines = arcs.map(({ points }) => points);
	const rings = (...codes: string[]) => outline(arcs, (code) => codes.includes(code));
	return {
		arcs,
		points: (...codes: string[]): Point[][] =>
			rings(...codes).map((ring) => ringPoints(ring, lines)),
		polygons: (...codes: string[]) => polygonsOf(rings(...codes), lines)
	};
}

const areaOf = (rings: Point[][]) => rings.reduce((sum, ring) => sum + signedArea(ring), 0);

describe('drawing borders round the places of a lattice', () => {
	it('keeps every place in its own unit, whatever the lattice', () => {
		fc.assert(
			fc.property(lattice, (spots) => {
				const { points } = draw(spots);
				for (const unit of ['a', 'b', 'c', 'd']) {
					const rings = points(unit);
					const wrong = spots.filter(
						({ x, y, code }) => isInside([x, y], rings) !== (code === unit)
					);
					expect(wrong).toEqual([]);
				}
			})
		);
	});

	it('leaves neither gap nor overlap: areas add up to the outline of all', () => {
		fc.assert(
			fc.property(lattice, (spots) => {
				const { points } = draw(spots);
				const parts = ['a', 'b', 'c', 'd'].map((unit) => areaOf(points(unit)));
				const whole = areaOf(points('a', 'b', 'c', 'd'));
				expect(parts.reduce((sum, area) => sum + area, 0)).toBeCloseTo(whole, 9);
				expect(Math.min(...parts)).toBeGreaterThanOrEqual(0);
			})
		);
	});

	it('walks every arc between two different units, and loses no ring as a hole', () => {
		fc.assert(
			fc.property(lattice, (spots) => {
				const { arcs, points, polygons } = draw(spots);
				for (const { left, right } of arcs) expect(left).not.toBe(right);
				for (const unit of ['a', 'b', 'c', 'd'])
					expect(polygons(unit).flat()).toHaveLength(points(unit).length);
			})
		);
	});

	it('finds the hole another unit makes', () => {
		const around = [0, 1, 2].flatMap((x) => [0, 1, 2].map((y) => ({ x, y, code: 'a' })));
		around[4]!.code = 'b';
		const { polygons, arcs } = draw([...frame(3, 3), ...around]);
		expect(arcs).toHaveLength(2);
		expect(polygons('a').map((rings) => rings.length)).toEqual([2]);
		expect(polygons('a', 'b').map((rings) => rings.length)).toEqual([1]);
	});

	it('refuses a unit that reaches the hull, even when all of the hull is that unit', () => {
		const corner = frame(2, 2).map((spot, index) => (index === 0 ? { ...spot, code: 'a' } : spot));
		expect(() => cutTriangles(corner)).toThrow('ends inside unit a');
		const full = frame(2, 2).map((spot) => ({ ...spot, code: 'a' }));
		expect(() => cutTriangles(full)).toThrow('ends inside unit a');
	});
});
