import type { CampaignBoard } from '../board.ts';
import { localDate } from '../calendar/calendar.ts';
import { isUnderWay, type Visit } from '../visits/visit.ts';
import { isLive, type Severity, type SupportRequest } from '../requests/request.ts';
import { isWithin, upwards } from '../places/tree.ts';

/** What is open in a place and who helps there. Those of an area are sums. */
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
		for (const { code } of upwards(board.units, request.unit)) {
			const place = places.get(code)!;
			place.open[request.severity]++;
			if (isOverdue(request, now)) place.overdue++;
		}
	}
	for (const visit of board.visits.values()) {
		for (const { code } of upwards(board.units, visit.unit)) {
			addVisit(places.get(code)!, visit, today);
		}
	}
	return places;
}

/** The visits that reach a place: its own, and those to an area it lies in. */
export function helpFor(
	board: CampaignBoard,
	code: string,
	now: Date
): Pick<PlaceOperations, 'here' | 'today' | 'next'> {
	const place = nothing();
	const today = localDate(now, board.campaign.time_zone);
	for (const visit of board.visits.values()) {
		if (isWithin(board.units, code, visit.unit)) addVisit(place, visit, today);
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

/** Groups that are in the field now: on site, or on their way. */
export function groupsInField({ visits }: Pick<CampaignBoard, 'visits'>): Set<string> {
	return new Set([...visits.values()].filter(isUnderWay).map(({ group }) => group));
}
