import { addDays, daysBetween } from '#lib/campaign/calendar/calendar.ts';
import { stands, type Visit } from '#lib/campaign/visits/visit.ts';
import type { VisitPlan } from '#lib/campaign/visits/visit-days.ts';

/** A visit, or a free day. Columns count the campaign's days from 0. */
export interface PlanCell {
	column: number;
	/** Days it covers. */
	span: number;
	visit: Visit | null;
}
export interface PlanRow {
	/** Code of the group. */
	group: string;
	cells: PlanCell[];
}

/** A cell somebody stands on; column -1 is the group itself. */
export interface Place {
	row: number;
	column: number;
}

/**
 * The plan as rows of cells that fill every day. Cancelled visits are not in it. Of two visits on one day,
 * which only a change not answered yet can bring about, the later one gives way.
 */
export function planRows(
	groups: readonly string[],
	visits: readonly Visit[],
	dates: readonly string[]
): PlanRow[] {
	const first = dates[0] ?? '';
	return groups.map((group) => {
		const cells: PlanCell[] = [];
		const next = () => {
			const last = cells.at(-1);
			return last ? last.column + last.span : 0;
		};
		const fill = (until: number) => {
			while (next() < until) cells.push({ column: next(), span: 1, visit: null });
		};
		const own = visits
			.filter((visit) => visit.group === group && stands(visit))
			.sort((a, b) => a.from.localeCompare(b.from) || a.number - b.number);
		for (const visit of own) {
			const column = Math.max(daysBetween(first, visit.from), next());
			const end = Math.min(daysBetween(first, visit.to) + 1, dates.length);
			if (end <= column) continue;
			fill(column);
			cells.push({ column, span: end - column, visit });
		}
		fill(dates.length);
		return { group, cells };
	});
}

/** The cell of a row that covers a column. */
export function cellAt(rows: readonly PlanRow[], { row, column }: Place): PlanCell | undefined {
	return rows[row]?.cells.find((cell) => cell.column <= column && column < cell.column + cell.span);
}

/** Where an arrow, Home or End leads from a place; null for other keys. A visit is one step wide. */
export function stepFrom(rows: readonly PlanRow[], place: Place, key: string): Place | null {
	const { row, column } = place;
	const last = rows.length - 1;
	const days = (rows[0]?.cells ?? []).reduce((sum, { span }) => sum + span, 0);
	const cell = cellAt(rows, place);
	switch (key) {
		case 'ArrowUp':
			return { row: Math.max(row - 1, 0), column };
		case 'ArrowDown':
			return { row: Math.min(row + 1, last), column };
		case 'ArrowLeft':
			return { row, column: Math.max((cell?.column ?? 0) - 1, -1) };
		case 'ArrowRight':
			return { row, column: Math.min(cell ? cell.column + cell.span : 0, days - 1) };
		case 'Home':
			return { row, column: -1 };
		case 'End':
			return { row, column: days - 1 };
		default:
			return null;
	}
}

/** A plan some days later, within the campaign: its length stays. */
export function shifted(plan: VisitPlan, days: number, dates: readonly string[]): VisitPlan {
	const [first = plan.from, last = plan.to] = [dates[0], dates.at(-1)];
	const least = daysBetween(plan.from, first);
	const most = daysBetween(plan.to, last);
	const by = Math.max(Math.min(days, most), least);
	return { ...plan, from: addDays(plan.from, by), to: addDays(plan.to, by) };
}

/** A plan some days longer or shorter, of one day at least, within the campaign. */
export function resized(plan: VisitPlan, days: number, dates: readonly string[]): VisitPlan {
	const last = dates.at(-1) ?? plan.to;
	const to = addDays(plan.to, days);
	return { ...plan, to: to < plan.from ? plan.from : to > last ? last : to };
}

/** A plan for another group: that many rows down, and not beyond the last one. */
export function regrouped(plan: VisitPlan, rows: number, groups: readonly string[]): VisitPlan {
	const at = groups.indexOf(plan.group) + rows;
	return { ...plan, group: groups[Math.max(0, Math.min(at, groups.length - 1))] ?? plan.group };
}

/** The visit that is in the way of a plan. @param number of the visit that is moved, if it is one */
export function inTheWay(
	visits: readonly Visit[],
	plan: VisitPlan,
	number: number | null
): Visit | null {
	return (
		visits.find(
			(visit) =>
				visit.group === plan.group &&
				visit.number !== number &&
				stands(visit) &&
				visit.from <= plan.to &&
				visit.to >= plan.from
		) ?? null
	);
}

/** The first days from `from` on, as many as the plan has, that are free for its group; else its own. */
export function nextFree(
	visits: readonly Visit[],
	plan: VisitPlan,
	from: string,
	dates: readonly string[]
): VisitPlan {
	const length = daysBetween(plan.from, plan.to);
	for (const date of dates) {
		const tried = { ...plan, from: date, to: addDays(date, length) };
		if (date < from || tried.to > (dates.at(-1) ?? '')) continue;
		if (!inTheWay(visits, tried, null)) return tried;
	}
	return plan;
}
