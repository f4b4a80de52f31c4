import * as v from 'valibot';
import { each, noPlace } from '../kind-of-fact.ts';
import { requestFor } from './known-fields.ts';
import { Incident, SupportRequest } from './request.ts';
import { TRANSITIONS, type RequestFactKind } from './transitions.ts';

/** What the log can say of a support request; each says what it is afterwards, as a whole. */
export const REQUEST_FACTS: readonly RequestFactKind[] = [
	'request.raised',
	...new Set(Object.values(TRANSITIONS).map(({ fact }) => fact))
];

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
