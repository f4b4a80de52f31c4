/** How far a mouse goes before it drags, in CSS pixels. */
const BEGINS = 4;
/** So near to its end a bar is taken by its end. */
const EDGE = 9;

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
	/** It was no drag: a press on a cell. */
	press: (cell: HTMLElement) => void;
}

/**
 * Lets a mouse or pen carry what lies in the cells of a grid. Fingers scroll, and press. Cells say where
 * they are by `data-row` and `data-column`; the day columns are those of the header.
 */
export function dragIn(grid: HTMLElement, { begin, carry, drop, press }: Dragging): () => void {
	let from: { x: number; y: number; taken: Taken } | null = null;
	let dragging = false;
	let dragged = false;

	function down(event: PointerEvent) {
		dragged = false;
		const cell = cellOf(event.target);
		if (!cell || event.button !== 0 || event.pointerType === 'touch') return;
		const { right } = cell.getBoundingClientRect();
		const kind = event.shiftKey ? 'copy' : event.clientX > right - EDGE ? 'resize' : 'move';
		const { row, column } = cell.dataset;
		from = {
			...{ x: event.clientX, y: event.clientY },
			taken: { row: Number(row), column: Number(column), kind }
		};
	}
	function move(event: PointerEvent) {
		if (!from) return;
		const [dx, dy] = [event.clientX - from.x, event.clientY - from.y];
		if (!dragging) {
			if (Math.hypot(dx, dy) < BEGINS) return;
			dragging = dragged = begin(from.taken);
			if (!dragging) return void (from = null);
			grid.setPointerCapture(event.pointerId);
		}
		const { width } = grid.querySelector('[role=columnheader][data-date]')!.getBoundingClientRect();
		carry(Math.round(dx / width), rowAt(event.clientY) - from.taken.row);
	}
	function up() {
		if (dragging) drop();
		from = null;
		dragging = false;
	}
	function click(event: MouseEvent) {
		const cell = cellOf(event.target);
		if (cell && !dragged) press(cell);
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
	return () => heard.abort();
}

function cellOf(target: EventTarget | null): HTMLElement | null {
	return target instanceof Element ? target.closest<HTMLElement>('[data-row]') : null;
}
