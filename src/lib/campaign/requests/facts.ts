import * as v from 'valibot';
import { each, noPlace } from '../kind-of-fact.ts';
import { requestFor } from './known-fields.ts';
import { Incident, SupportRequest } from './request.ts';

/** What can happen to a support request; each says what it is afterwards, as a whole. */
export const REQUEST_FACTS = [
	'request.raised',
	'request.claimed',
	'request.started',
	'request.extended',
	'request.waiting',
	'request.released',
	'request.release_asked',
	'request.taken_over',
	'request.resolved',
	'request.verified',
	'request.reopened',
	'request.commented',
	'request.declined',
	'request.merged',
	'request.grouped',
	'request.acknowledged',
	/** The server: the claim ends soon. */
	'request.lease_ending',
	/** The server: the claim has ended. */
	'request.expired',
	/** The server: what it waited for is due. */
	'request.wait_over',
	/** The server: overdue, somebody higher is told. */
	'request.escalated'
] as const;
export type RequestFactKind = (typeof REQUEST_FACTS)[number];

export const INCIDENT_FACTS = ['incident.opened', 'incident.changed', 'incident.closed'] as const;
export type IncidentFactKind = (typeof INCIDENT_FACTS)[number];

/** What happens to support requests and incidents. */
export const requestFacts = {
	...each(REQUEST_FACTS, {
		data: v.object({ request: SupportRequest }),
		places: ({ request }) => [request.unit],
		known: ({ request }, viewer, places) => ({ request: requestFor(viewer, request, places) }),
		fold: (board, { request }) => void board.requests.set(request.number, request)
	}),
	// Written for everybody in the campaign; who opened or closed one is for those who reach every place.
	...each(INCIDENT_FACTS, {
		data: v.object({ incident: Incident }),
		places: noPlace,
		fold: (board, { incident }) => void board.incidents.set(incident.number, incident)
	})
};
