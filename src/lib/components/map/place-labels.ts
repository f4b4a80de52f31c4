/** A label that wants a place: pixels, `x` and `y` its middle. */
export interface LabelWish {
	code: string;
	x: number;
	y: number;
	name: string;
	/** The number under the name. */
	figure: string;
	/** Free pixels around the middle before the unit ends. */
	room: { width: number; height: number };
	/** Shown even where it reaches over the border, as long as it covers no other label. */
	must: boolean;
	/** Chosen by the reader: gets its place before all others. */
	first?: boolean;
}

/** Where a label stands. Without `named` only its figure fits. */
export interface PlacedLabel {
	code: string;
	x: number;
	y: number;
	size: number;
	named: boolean;
}

interface Rectangle {
	left: number;
	top: number;
	right: number;
	bottom: number;
}

/** Mean width of a character of Be Vietnam Pro 600, line height and clearance, in parts of its size. */
const CHARACTER = 0.58;
const LINE = 1.2;
const CLEARANCE = 0.15;
/** Labels that must stand may step aside by these shares of their own width and height. */
const STEPS = [
	[0, 0],
	[0, -0.6],
	[0, 0.6],
	[-0.35, 0],
	[0.35, 0],
	[0, -1.1],
	[0, 1.1],
	[-0.7, 0],
	[0.7, 0]
] as const;

/** Pixels a label takes at font `size`. */
export function labelExtent(
	wish: Pick<LabelWish, 'name' | 'figure'>,
	size: number,
	named: boolean
) {
	const letters = named ? Math.max(wish.name.length, wish.figure.length) : wish.figure.length;
	return { width: letters * CHARACTER * size, height: (named ? 2 : 1) * LINE * size };
}

/**
 * Gives as many labels as possible a place without overlap, each at the largest of `sizes` (px,
 * descending) that fits. The chosen one comes first, then those that must stand, the tightest of
 * them before all others.
 */
export function placeLabels(
	wishes: LabelWish[],
	sizes: number[],
	[width, height]: [number, number]
) {
	const frame = { left: 2, top: 2, right: width - 2, bottom: height - 2 };
	const placed: PlacedLabel[] = [];
	const taken: Rectangle[] = [];
	const area = ({ room }: LabelWish) => room.width * room.height;
	const order = wishes
		.filter((wish) => covers(frame, { left: wish.x, right: wish.x, top: wish.y, bottom: wish.y }))
		.sort((a, b) => {
			if (a.first !== b.first) return a.first ? -1 : 1;
			if (a.must !== b.must) return a.must ? -1 : 1;
			return a.must ? area(a) - area(b) : area(b) - area(a);
		});
	for (const wish of order) {
		const found = wish.must
			? forced(wish, sizes, frame, taken)
			: fitting(wish, sizes, frame, taken);
		if (!found) continue;
		placed.push(found.label);
		taken.push(found.rectangle);
	}
	return placed;
}

function forced(wish: LabelWish, sizes: number[], frame: Rectangle, taken: Rectangle[]) {
	const smallest = sizes.length - 1;
	for (const [i, size] of sizes.entries()) {
		const extent = labelExtent(wish, size, true);
		if (i < smallest && extent.width > wish.room.width * 1.5) continue;
		for (const [dx, dy] of STEPS) {
			const at = { x: wish.x + dx * extent.width, y: wish.y + dy * extent.height };
			const rectangle = around(at, extent, size);
			if (free(rectangle, frame, taken))
				return { label: { code: wish.code, ...at, size, named: true }, rectangle };
		}
	}
	return null;
}

function fitting(wish: LabelWish, sizes: number[], frame: Rectangle, taken: Rectangle[]) {
	for (const named of [true, false]) {
		for (const size of sizes) {
			const extent = labelExtent(wish, size, named);
			if (extent.width > wish.room.width * 1.1 || extent.height > wish.room.height * 1.1) continue;
			const rectangle = around(wish, extent, size);
			if (!free(rectangle, frame, taken)) continue;
			return { label: { code: wish.code, x: wish.x, y: wish.y, size, named }, rectangle };
		}
	}
	return null;
}

function around(
	{ x, y }: { x: number; y: number },
	extent: { width: number; height: number },
	size: number
): Rectangle {
	const [w, h] = [extent.width / 2 + CLEARANCE * size, extent.height / 2];
	return { left: x - w, right: x + w, top: y - h, bottom: y + h };
}

function free(rectangle: Rectangle, frame: Rectangle, taken: Rectangle[]): boolean {
	return covers(frame, rectangle) && !taken.some((other) => overlap(other, rectangle));
}

function covers(outer: Rectangle, inner: Rectangle): boolean {
	return (
		inner.left >= outer.left &&
		inner.right <= outer.right &&
		inner.top >= outer.top &&
		inner.bottom <= outer.bottom
	);
}

function overlap(a: Rectangle, b: Rectangle): boolean {
	return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}
