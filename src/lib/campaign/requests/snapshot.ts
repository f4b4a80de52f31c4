import { part } from '../part-of-snapshot.ts';
import { requestFor } from './known-fields.ts';
import type { Incident, SupportRequest } from './request.ts';

/** Support requests, and what several of them have in common. */
export const requestParts = {
	requests: part<SupportRequest>({
		take: ({ requests }) => [...requests.values()],
		put: (board, requests) =>
			void (board.requests = new Map(requests.map((one) => [one.number, one]))),
		known: (request, viewer, places) => requestFor(viewer, request, places)
	}),
	incidents: part<Incident>({
		take: ({ incidents }) => [...incidents.values()],
		put: (board, incidents) =>
			void (board.incidents = new Map(incidents.map((one) => [one.number, one])))
	})
};
