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
import { takeOver } from './take-over.ts';

/** Every command about support requests and incidents. */
export const requestCommands = {
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
	'request.decline': declineRequest,
	'request.merge': mergeRequest,
	'request.acknowledge': acknowledgeRequest,
	'incident.open': openIncident,
	'incident.add': addToIncident,
	'incident.close': closeIncident
};
