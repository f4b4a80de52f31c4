import { addDays } from '../calendar/calendar.ts';
import type { Status } from '../status/pace.ts';
import { isLive, type SupportRequest } from '../requests/request.ts';
import { kilometresBetween, type Position } from './distance.ts';
import type { WorkingGroup } from './group.ts';
import { stands, type Visit } from './visit.ts';

/** Farther apart than this, as the crow flies, two places in a row cost the group a day. Kilometres. */
export const FAR = 60;

/** A commune as the planner sees it. */
interface PlannedPlace {
	code: string;
	parent: string | null;
	status: Status;
}

/** What a plan is judged by. Dates local. */
export interface PlanView {
	today: string;
	ends_on: string;
	groups: readonly WorkingGroup[];
	visits: readonly Visit[];
	requests: readonly Pick<SupportRequest, 'unit' | 'state' | 'holder'>[];
	communes: readonly PlannedPlace[];
	/** Where places are; a place without a position has no distances. */
	positions: Readonly<Record<string, Position>>;
}

export type PlanWarning =
	/** A commune that will not make it and that nobody is sent to; `nearest`: who could go. */
	| { kind: 'gap'; unit: string; status: Status; nearest: { group: string; km: number } | null }
	/** A group with no free day left. */
	| { kind: 'full'; group: string }
	/** A group with more open requests, held or where it is sent, than it takes at once. */
	| { kind: 'busy'; group: string; open: number; capacity: number }
	/** A long way between two visits in a row. */
	| { kind: 'far'; group: string; visits: [number, number]; units: [string, string]; km: number };

/** What tells two warnings apart. */
function warningKey(warning: PlanWarning): string {
	switch (warning.kind) {
		case 'gap':
			return `gap ${warning.unit}`;
		case 'far':
			return `far ${warning.visits.join(' ')} ${warning.units.join(' ')}`;
		default:
			return `${warning.kind} ${warning.group}`;
	}
}

/** Everything worth a second look in a plan, gravest first. */
export function planWarnings(view: PlanView): PlanWarning[] {
	return [...gaps(view), ...view.groups.flatMap((group) => loads(view, group)), ...journeys(view)];
}

/** What a change of the plan brings and what it mends. */
export function compareWarnings(
	before: PlanWarning[],
	after: PlanWarning[]
): { mended: PlanWarning[]; added: PlanWarning[] } {
	const keysOf = (warnings: PlanWarning[]) => new Set(warnings.map(warningKey));
	const [old, fresh] = [keysOf(before), keysOf(after)];
	return {
		mended: before.filter((warning) => !fresh.has(warningKey(warning))),
		added: after.filter((warning) => !old.has(warningKey(warning)))
	};
}

const GRAVITY: Partial<Record<Status, number>> = { late: 0, at_risk: 1 };

/** Communes that are late or at risk and have nobody coming, by who is nearest to help. */
function gaps(view: PlanView): PlanWarning[] {
	const coming = new Set(
		view.visits.filter((visit) => isAhead(visit, view.today)).map(({ unit }) => unit)
	);
	return view.communes
		.filter(({ status }) => GRAVITY[status] !== undefined)
		.filter(({ code, parent }) => !coming.has(code) && !(parent && coming.has(parent)))
		.map(({ code, status }) => {
			return { kind: 'gap' as const, unit: code, status, nearest: nearestGroup(view, code) };
		})
		.sort(
			(a, b) =>
				(GRAVITY[a.status] ?? 9) - (GRAVITY[b.status] ?? 9) ||
				(a.nearest?.km ?? Infinity) - (b.nearest?.km ?? Infinity)
		);
}

function isAhead(visit: Visit, today: string): boolean {
	return (
		stands(visit) && visit.state !== 'done' && visit.state !== 'cut_short' && visit.to >= today
	);
}

function nearestGroup(view: PlanView, unit: string): { group: string; km: number } | null {
	let nearest: { group: string; km: number } | null = null;
	for (const group of view.groups) {
		if (freeDays(view, group.code).length === 0) continue;
		const km = distance(view, placeOf(view, group, view.today), unit);
		if (km !== null && km < (nearest?.km ?? Infinity)) nearest = { group: group.code, km };
	}
	return nearest;
}

/** Where a group is on the evening before a day: at its last place, or where it is based. */
function placeOf(
	{ visits }: Pick<PlanView, 'visits'>,
	{ code, base }: Pick<WorkingGroup, 'code' | 'base'>,
	date: string
): string | null {
	const last = visits
		.filter((visit) => visit.group === code && stands(visit) && visit.from <= date)
		.sort((a, b) => b.from.localeCompare(a.from))[0];
	return last?.unit ?? base;
}

/** Days from today on at which a group is nowhere yet. */
export function freeDays(
	{ visits, today, ends_on }: Pick<PlanView, 'visits' | 'today' | 'ends_on'>,
	group: string
): string[] {
	const taken = visits.filter((visit) => visit.group === group && stands(visit));
	const free: string[] = [];
	for (let date = today; date <= ends_on; date = addDays(date, 1)) {
		if (!taken.some(({ from, to }) => from <= date && date <= to)) free.push(date);
	}
	return free;
}

function loads(view: PlanView, { code, capacity }: WorkingGroup): PlanWarning[] {
	const warnings: PlanWarning[] = [];
	if (view.today <= view.ends_on && freeDays(view, code).length === 0) {
		warnings.push({ kind: 'full', group: code });
	}
	const going = new Set(
		view.visits
			.filter((visit) => visit.group === code && isAhead(visit, view.today))
			.map(({ unit }) => unit)
	);
	const open = view.requests.filter(
		(request) =>
			isLive(request) && (request.holder ? request.holder.group === code : going.has(request.unit))
	).length;
	if (open > capacity) warnings.push({ kind: 'busy', group: code, open, capacity });
	return warnings;
}

/** Long ways that still lie ahead. */
function journeys(view: PlanView): PlanWarning[] {
	return view.groups.flatMap(({ code: group }) => {
		const visits = view.visits
			.filter((visit) => visit.group === group && stands(visit))
			.sort((a, b) => a.from.localeCompare(b.from));
		return visits.flatMap((visit, i): PlanWarning[] => {
			const before = visits[i - 1];
			if (!before || visit.from < view.today) return [];
			const km = distance(view, before.unit, visit.unit);
			if (km === null || km <= FAR) return [];
			const [numbers, units] = [
				[before.number, visit.number] as [number, number],
				[before.unit, visit.unit] as [string, string]
			];
			return [{ kind: 'far', group, visits: numbers, units, km }];
		});
	});
}

/** Kilometres between two places; null when one of them is nowhere. */
function distance(
	{ positions }: Pick<PlanView, 'positions'>,
	from: string | null,
	to: string
): number | null {
	const [a, b] = [from === null ? undefined : positions[from], positions[to]];
	return a && b ? kilometresBetween(a, b) : null;
}

/** Where to send a group on a day: communes nobody is sent to, the nearest first. */
export function suggestions(
	view: PlanView,
	group: Pick<WorkingGroup, 'code' | 'base'>,
	date: string
): { unit: string; status: Status; km: number | null }[] {
	const from = placeOf(view, group, date);
	return gaps(view)
		.flatMap((gap) => (gap.kind === 'gap' ? [{ unit: gap.unit, status: gap.status }] : []))
		.map((gap) => ({ ...gap, km: distance(view, from, gap.unit) }))
		.sort((a, b) => (a.km ?? Infinity) - (b.km ?? Infinity));
}
