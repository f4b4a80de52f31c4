import type { BoardUnit, CampaignBoard } from '#lib/campaign/board.ts';
import type { Named } from '#lib/campaign/campaign.ts';
import { isOverdue } from '#lib/campaign/help/place-work.ts';
import { tellsApart } from '#lib/campaign/places/same-names.ts';
import { upwards } from '#lib/campaign/places/tree.ts';
import { kindIn, type RequestKind } from '#lib/campaign/requests/kinds.ts';
import type { CampaignMember } from '#lib/campaign/requests/request-roles.ts';
import {
	isHeld,
	isLive,
	RUNGS,
	SEVERITIES,
	type RequestState,
	type Severity,
	type SupportRequest
} from '#lib/campaign/requests/request.ts';
import { finds } from '../words/search.ts';

/** Which requests by their state; `live`: some group still has something to do. */
export const STATE_FILTERS = [
	'live',
	'open',
	'held',
	'waiting',
	'resolved',
	'ended',
	'all'
] as const;
export type StateFilter = (typeof STATE_FILTERS)[number];

export const REQUEST_ORDERS = ['urgent', 'due', 'newest', 'oldest', 'place'] as const;
export type RequestOrder = (typeof REQUEST_ORDERS)[number];

/** What of the requests somebody wants to see, and how. */
export interface RequestView {
	state: StateFilter;
	severity: Severity | null;
	/** Key of a kind of request. */
	kind: string | null;
	/** Code of an area. */
	area: string | null;
	/** Code of the group that holds it. */
	group: string | null;
	/** Only what waits for this person or their group. */
	mine: boolean;
	overdue: boolean;
	query: string;
	order: RequestOrder;
	look: 'list' | 'columns';
}
export type Facet = 'state' | 'severity' | 'kind' | 'area' | 'group' | 'mine' | 'overdue';

export const USUAL_VIEW: RequestView = {
	state: 'live',
	severity: null,
	kind: null,
	area: null,
	group: null,
	mine: false,
	overdue: false,
	query: '',
	order: 'urgent',
	look: 'list'
};

/** A request with the names of what it points at. */
export interface RequestRow {
	request: SupportRequest;
	/** Null while it is not known here. */
	title: string | null;
	/** What it asks help for. */
	kind: RequestKind;
	place: (Named & { code: string; type: string }) | null;
	/** The place above, unless that is the whole, and the codes of the place and all above. */
	area: (Named & { code: string; type: string }) | null;
	within: string[];
	/** The place above, where the commune's name alone does not tell which one it is. */
	above: Named | null;
	group: Named | null;
	/** Who of the group answers for it. */
	person: Named | null;
	overdue: boolean;
	mine: boolean;
}

/** The requests of a board with their names. @param within unit beyond which nothing is listed */
export function requestRows(
	board: CampaignBoard,
	titles: ReadonlyMap<number, string>,
	me: CampaignMember,
	now: Date,
	within: string | null = null
): RequestRow[] {
	return [...board.requests.values()].flatMap((request) => {
		const place = board.units.get(request.unit) ?? null;
		const areas = [...upwards(board.units, request.unit)].map(({ code }) => code);
		if (within !== null && !areas.includes(within)) return [];
		const group = board.groups.get(request.holder?.group ?? '') ?? null;
		const person = group?.members.find(({ username }) => username === request.holder?.person);
		return {
			request: { ...request },
			title: titles.get(request.number) ?? null,
			kind: kindIn(board.campaign, request.kind),
			...{ place, area: areaOf(board, place), within: areas },
			...{ group, person: person ?? null },
			above: tellsApart(board.units, request.unit),
			overdue: isOverdue(request, now),
			mine: waitsFor(request, me)
		};
	});
}

/** The place above, unless that is the whole campaign. */
function areaOf({ units }: CampaignBoard, place: BoardUnit | null): BoardUnit | null {
	const above = units.get(place?.parent ?? '');
	return above && above.parent !== null ? above : null;
}

/** Whether a request is in somebody's hands: held by them or their group, or come up to them. */
function waitsFor(
	request: SupportRequest,
	{ username, role, group, unit }: CampaignMember
): boolean {
	const { holder, escalation, raised_by } = request;
	if (role === 'focal_point') return request.unit === unit;
	if (group !== null) return holder?.group === group;
	if (raised_by === username) return true;
	const reached = escalation ? RUNGS.indexOf(escalation.rung) : -1;
	if (!isLive(request)) return false;
	return role === 'leader'
		? reached >= RUNGS.indexOf('leader')
		: reached >= RUNGS.indexOf('coordinator');
}

const STATES: Record<StateFilter, (state: RequestState) => boolean> = {
	live: (state) => isLive({ state }),
	open: (state) => state === 'open',
	held: (state) => isHeld({ state }) && state !== 'waiting',
	waiting: (state) => state === 'waiting',
	resolved: (state) => state === 'resolved',
	ended: (state) => state === 'verified' || state === 'duplicate' || state === 'declined',
	all: () => true
};

/** Whether a state is one of those a filter names: what chips, figures and columns count alike. */
export function isInState(filter: StateFilter, { state }: Pick<SupportRequest, 'state'>): boolean {
	return STATES[filter](state);
}

const USUAL_COLUMNS: readonly RequestState[] = [
	'open',
	'claimed',
	'in_progress',
	'waiting',
	'resolved'
];
const ENDED_COLUMNS: readonly RequestState[] = ['verified', 'duplicate', 'declined'];

/** One column of the board: a state, and every row in it that the other filters take. */
export interface RequestColumn {
	state: RequestState;
	rows: RequestRow[];
}

/**
 * The rows as columns by state. A column says how many there are, so it never stands for a state whose rows
 * are left out: usually those on their way, the last of which waits for the commune's word; else the chosen.
 * @param rows in order, narrowed by everything but the state
 */
export function columnsOf(rows: RequestRow[], filter: StateFilter): RequestColumn[] {
	const byState = Map.groupBy(rows, ({ request }) => request.state);
	const chosen = [...USUAL_COLUMNS, ...ENDED_COLUMNS].filter((state) =>
		filter === 'live' ? USUAL_COLUMNS.includes(state) : STATES[filter](state)
	);
	return chosen
		.filter((state) => filter !== 'all' || USUAL_COLUMNS.includes(state) || byState.has(state))
		.map((state) => ({ state, rows: byState.get(state) ?? [] }));
}

/** Whether a row is wanted. @param but leaves one facet out, to count what choosing it would show */
export function matchesView(row: RequestRow, view: RequestView, but?: Facet): boolean {
	const { request } = row;
	const wants = (facet: Facet, matches: boolean) => facet === but || matches;
	return (
		wants('state', STATES[view.state](request.state)) &&
		wants('severity', view.severity === null || request.severity === view.severity) &&
		wants('kind', view.kind === null || request.kind === view.kind) &&
		wants('area', view.area === null || row.within.includes(view.area)) &&
		wants('group', view.group === null || request.holder?.group === view.group) &&
		wants('mine', !view.mine || row.mine) &&
		wants('overdue', !view.overdue || row.overdue) &&
		matchesWords(row, view.query)
	);
}

/** A request of one or two digits is more likely meant by them than a place whose code begins so. */
const SHORT = 2;

function matchesWords(row: RequestRow, query: string): boolean {
	const { request, title, place, area, group, person } = row;
	const typed = query.trim();
	const number = /^#?(\d+)$/.exec(typed)?.[1];
	if (number !== undefined && String(request.number).startsWith(number)) return true;
	if (number !== undefined && (typed.startsWith('#') || number.length <= SHORT)) return false;
	return finds(query, {
		texts: [title, place?.type, ...[place, area, group, person].flatMap(namesOf)],
		codes: row.within.slice(0, -1) // the top is above all
	});
}

const namesOf = (thing: Named | null) => (thing ? [thing.name_vi, thing.name_en] : []);

/** How many rows each choice of a facet would show, all other choices as they are. */
export function countFacet(
	rows: RequestRow[],
	view: RequestView,
	facet: Exclude<Facet, 'state'>
): Record<string, number> {
	const counts: Record<string, number> = {};
	for (const row of rows) {
		if (!matchesView(row, view, facet)) continue;
		for (const key of facetsOf(row, facet)) counts[key] = (counts[key] ?? 0) + 1;
	}
	return counts;
}

/** As above, by state; a request counts under several. */
export function countStates(rows: RequestRow[], view: RequestView): Record<StateFilter, number> {
	const counted = rows.filter((row) => matchesView(row, view, 'state'));
	const count = (filter: StateFilter) =>
		counted.filter(({ request }) => STATES[filter](request.state)).length;
	return Object.fromEntries(STATE_FILTERS.map((filter) => [filter, count(filter)])) as Record<
		StateFilter,
		number
	>;
}

function facetsOf(row: RequestRow, facet: Exclude<Facet, 'state'>): string[] {
	switch (facet) {
		case 'severity':
			return [row.request.severity];
		case 'kind':
			return [row.request.kind];
		case 'area':
			return row.within;
		case 'group':
			return [row.request.holder?.group ?? ''];
		default:
			return [String(row[facet])];
	}
}

/** In the order asked for; among equals the older first. @param places unit codes in the campaign's order */
export function sortRequests(
	rows: RequestRow[],
	order: RequestOrder,
	places: readonly string[]
): RequestRow[] {
	const at = new Map(places.map((code, index) => [code, index]));
	const ranks: Record<RequestOrder, (row: RequestRow) => (number | string)[]> = {
		urgent: (row) => [
			isLive(row.request) ? 0 : 1,
			row.overdue ? 0 : 1,
			SEVERITIES.indexOf(row.request.severity),
			row.request.due?.at ?? '~'
		],
		due: ({ request }) => [request.due?.at ?? '~'],
		newest: ({ request }) => [-request.number],
		oldest: ({ request }) => [request.raised_at],
		place: ({ area, place }) => [at.get(area?.code ?? '') ?? -1, at.get(place?.code ?? '') ?? -1]
	};
	return rows
		.map((row) => ({ row, rank: [...ranks[order](row), row.request.number] }))
		.sort((a, b) => compare(a.rank, b.rank))
		.map(({ row }) => row);
}

function compare(a: (number | string)[], b: (number | string)[]): number {
	for (const [i, one] of a.entries()) {
		const other = b[i]!;
		if (one !== other) return one < other ? -1 : 1;
	}
	return 0;
}
