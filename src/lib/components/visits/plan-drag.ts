import { scrollNearEdges } from './scroll-near-edges.ts';

/** How far a mouse goes before it drags, in CSS pixels. */
const BEGINS = 4;
/** How long a finger or a pen rests on what it lifts, in milliseconds, and how far it may stray meanwhile. */
const LIFTS_AFTER = 350;
const STRAYS = 8;
/** So near to its end a bar is taken by its end; more for a finger, but never half of the bar. */
const EDGE = { mouse: 9, finger: 22 };
/** A lifted visit is felt, in milliseconds. */
const FELT = 10;

/** Where a drag began: the cell, and what is done with it. */
export interface Taken {
	row: number;
	column: number;
	kind: 'move' | 'resize' | 'copy';
}
interface Dragging {
	/** @returns whether there is something to drag */
	begin: (taken: Taken) => boolean;
	/** Days and rows from where it began. */
	carry: (days: number, rows: number) => void;
	drop: () => void;
	/** It was taken away from whoever held it. */
	giveUp: () => void;
	/** It was no drag: a press on a cell. */
	press: (cell: HTMLElement) => void;
}
type Position = Pick<PointerEvent, 'clientX' | 'clientY'>;

/**
 * Lets a pointer carry what lies in the cells of a grid. A mouse drags at once; a finger or a pen scrolls and
 * presses, and drags what it rested on. Cells say where they are by `data-row` and `data-column`; the day
 * columns are those of the header.
 */
export function dragIn(
	grid: HTMLElement,
	{ begin, carry, drop, giveUp, press }: Dragging
): () => void {
	let from: {
		at: Position;
		scrolled: number;
		pointer: number;
		rests: boolean;
		taken: Taken;
	} | null = null;
	/** Where not all days have room, what lies around the grid scrolls. */
	const scrolled = () => grid.closest('[data-scrolls]')?.scrollLeft ?? 0;
	let at: Position;
	let dragging = false;
	let dragged = false;
	let lifting: ReturnType<typeof setTimeout> | undefined;
	const edges = scrollNearEdges(grid, follow);

	function down(event: PointerEvent) {
		if (!event.isPrimary) return;
		if (dragging) giveUp();
		leave();
		dragged = false;
		const cell = cellOf(event.target);
		if (!cell || event.button !== 0) return;
		const rests = event.pointerType !== 'mouse';
		at = event;
		from = {
			at,
			scrolled: scrolled(),
			pointer: event.pointerId,
			rests,
			taken: takenBy(event, cell, rests)
		};
		if (rests) lifting = setTimeout(lift, LIFTS_AFTER);
	}
	function lift() {
		if (take()) (navigator as Partial<Navigator>).vibrate?.(FELT);
	}
	function take(): boolean {
		dragging = dragged = from !== null && begin(from.taken);
		if (dragging && from) grid.setPointerCapture(from.pointer);
		else leave();
		return dragging;
	}
	function move(event: PointerEvent) {
		if (event.pointerId !== from?.pointer) return;
		at = event;
		if (!dragging) {
			const strayed = Math.hypot(at.clientX - from.at.clientX, at.clientY - from.at.clientY);
			if (from.rests && strayed > STRAYS) return leave();
			if (from.rests || strayed < BEGINS || !take()) return;
		}
		follow();
		edges.follow(at.clientY);
	}
	function follow() {
		if (!from) return;
		const { width } = grid.querySelector('[role=columnheader][data-date]')!.getBoundingClientRect();
		const gone = at.clientX - from.at.clientX + scrolled() - from.scrolled;
		const days = Math.round(gone / width);
		carry(days, rowAt(at.clientY) - from.taken.row);
	}
	function up(event: PointerEvent) {
		if (event.pointerId !== from?.pointer) return;
		if (dragging) (event.type === 'pointerup' ? drop : giveUp)();
		leave();
	}
	function leave() {
		clearTimeout(lifting);
		edges.stop();
		from = null;
		dragging = false;
	}
	function click(event: MouseEvent) {
		const cell = cellOf(event.target);
		if (cell && !dragged) press(cell);
	}
	/** What is in the hand: the page stays where it is, and no menu opens over it. */
	function stay(event: Event) {
		if (dragging) event.preventDefault();
	}
	function rowAt(y: number): number {
		const rows = [...grid.querySelectorAll('[role=row]:has([data-row])')];
		const below = rows.findIndex((row) => y < row.getBoundingClientRect().bottom);
		return below < 0 ? rows.length - 1 : below;
	}

	const heard = new AbortController();
	const { signal } = heard;
	grid.addEventListener('pointerdown', down, { signal });
	grid.addEventListener('pointermove', move, { signal });
	grid.addEventListener('pointerup', up, { signal });
	grid.addEventListener('pointercancel', up, { signal });
	grid.addEventListener('click', click, { signal });
	grid.addEventListener('contextmenu', stay, { signal });
	// There before the finger is: a browser that has begun to scroll is not stopped any more.
	grid.addEventListener('touchmove', stay, { signal, passive: false });
	return () => {
		leave();
		heard.abort();
	};
}

function takenBy({ clientX, shiftKey }: PointerEvent, cell: HTMLElement, finger: boolean): Taken {
	const { right, width } = cell.getBoundingClientRect();
	const edge = finger ? Math.min(EDGE.finger, width / 3) : EDGE.mouse;
	const kind = shiftKey ? 'copy' : clientX > right - edge ? 'resize' : 'move';
	const { row, column } = cell.dataset;
	return { row: Number(row), column: Number(column), kind };
}

function cellOf(target: EventTarget | null): HTMLElement | null {
	return target instanceof Element ? target.closest<HTMLElement>('[data-row]') : null;
}
