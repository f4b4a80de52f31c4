import type { CampaignBoard } from '../board.ts';
import { localDate } from '../calendar/calendar.ts';
import { isUnderWay, type Visit } from '../visits/visit.ts';
import { isLive, type Severity, type SupportRequest } from '../requests/request.ts';

/** What is open in a place and who helps there. A district's and the province's are sums. */
export interface PlaceOperations {
	/** Requests that some group still has something to do about, by severity. */
	open: Record<Severity, number>;
	/** Of those, how many wait longer than promised. */
	overdue: number;
	/** Visits with the group on site, or on its way. */
	here: Visit[];
	/** Published visits of today whose group has not set out. */
	today: Visit[];
	/** The first published visit that begins after today. */
	next: Visit | null;
}

const nothing = (): PlaceOperations => ({
	open: { blocking: 0, slowing: 0, minor: 0 },
	overdue: 0,
	here: [],
	today: [],
	next: null
});

/** Whether a request waits longer than promised. */
export function isOverdue(request: SupportRequest, now: Date): boolean {
	return request.due !== null && isLive(request) && Date.parse(request.due.at) < now.getTime();
}

/** Every place's operations at campaign time `now`, by unit code. */
export function operationsOf(board: CampaignBoard, now: Date): Map<string, PlaceOperations> {
	const today = localDate(now, board.campaign.time_zone);
	const places = new Map([...board.units.keys()].map((code) => [code, nothing()]));
	for (const request of board.requests.values()) {
		if (!isLive(request)) continue;
		for (const place of upwards(board, places, request.unit)) {
			place.open[request.severity]++;
			if (isOverdue(request, now)) place.overdue++;
		}
	}
	for (const visit of board.visits.values()) {
		for (const place of upwards(board, places, visit.unit)) addVisit(place, visit, today);
	}
	return places;
}

/** The visits that reach a commune: its own, and those to its district as a whole. */
export function helpFor(
	board: CampaignBoard,
	code: string,
	now: Date
): Pick<PlaceOperations, 'here' | 'today' | 'next'> {
	const place = nothing();
	const today = localDate(now, board.campaign.time_zone);
	const parent = board.units.get(code)?.parent;
	for (const visit of board.visits.values()) {
		if (visit.unit === code || visit.unit === parent) addVisit(place, visit, today);
	}
	return place;
}

/** Open requests of a place, whatever their severity. */
export function openCount({ open }: PlaceOperations): number {
	return open.blocking + open.slowing + open.minor;
}

function addVisit(place: PlaceOperations, visit: Visit, today: string): void {
	if (isUnderWay(visit)) place.here.push(visit);
	else if (visit.state !== 'published') return;
	else if (visit.from <= today && today <= visit.to) place.today.push(visit);
	else if (visit.from > today && visit.from < (place.next?.from ?? '~')) place.next = visit;
}

/** A unit and those above it. */
function upwards(
	{ units }: CampaignBoard,
	places: Map<string, PlaceOperations>,
	code: string
): PlaceOperations[] {
	const found: PlaceOperations[] = [];
	for (let unit = units.get(code); unit; unit = units.get(unit.parent ?? '')) {
		const place = places.get(unit.code);
		if (place) found.push(place);
	}
	return found;
}

/** Groups that are in the field now: on site, or on their way. */
export function groupsInField({ visits }: Pick<CampaignBoard, 'visits'>): Set<string> {
	return new Set([...visits.values()].filter(isUnderWay).map(({ group }) => group));
}
