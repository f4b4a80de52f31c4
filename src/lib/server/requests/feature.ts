import { feature } from '../feature.ts';
import { acknowledgeRequest } from './acknowledge-request.ts';
import { claimRequest } from './claim-request.ts';
import { commentRequest } from './comment-request.ts';
import { declineRequest, reopenRequest, resolveRequest, verifyRequest } from './end-request.ts';
import {
	askRelease,
	extendRequest,
	releaseRequest,
	startRequest,
	waitRequest
} from './hold-request.ts';
import { addToIncident, closeIncident, openIncident } from './incidents.ts';
import { mergeRequest } from './merge-request.ts';
import { raiseRequest } from './raise-request.ts';
import { readIncidents, readRequests } from './read-requests.ts';
import { setSeverity } from './set-severity.ts';
import { RequestSweep } from './sweep.ts';
import { takeOver } from './take-over.ts';

/** Support requests and incidents. */
export const requests = feature({
	commands: {
		'request.raise': raiseRequest,
		'request.claim': claimRequest,
		'request.start': startRequest,
		'request.extend': extendRequest,
		'request.wait': waitRequest,
		'request.release': releaseRequest,
		'request.ask_release': askRelease,
		'request.take_over': takeOver,
		'request.resolve': resolveRequest,
		'request.verify': verifyRequest,
		'request.reopen': reopenRequest,
		'request.comment': commentRequest,
		'request.set_severity': setSeverity,
		'request.decline': declineRequest,
		'request.merge': mergeRequest,
		'request.acknowledge': acknowledgeRequest,
		'incident.open': openIncident,
		'incident.add': addToIncident,
		'incident.close': closeIncident
	},
	async load(tx, campaignId, { requests, incidents }) {
		for (const request of await readRequests(tx, campaignId)) requests.set(request.number, request);
		for (const incident of await readIncidents(tx, campaignId))
			incidents.set(incident.number, incident);
	},
	due: (services) => [new RequestSweep(services).due]
});
