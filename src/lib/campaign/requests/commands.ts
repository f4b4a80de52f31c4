import * as v from 'valibot';
import { code, input, moment, number, numbers, reason } from '../fields.ts';
import { kind } from '../kind-of-command.ts';
import { HOUR, MINUTE } from '../limits.ts';
import * as shapes from '../shapes.ts';
import { line, saying, text } from '../text.ts';
import { OUTCOMES, REQUEST_STATES, SEVERITIES } from './request.ts';

const file = v.pipe(v.string('id_expected'), v.uuid('id_expected'));
/** Files sent before, by their ids. */
const files = v.optional(
	v.pipe(v.array(file, 'files_expected'), v.maxLength(5, 'files_too_many')),
	[]
);
/** Key of one of the campaign's kinds; which there are the handler knows. */
const kindOfHelp = v.pipe(
	v.string('kind_expected'),
	v.regex(/^[a-z][a-z0-9_]{0,63}$/, 'kind_expected')
);
const severity = v.picklist(SEVERITIES, 'severity_expected');
const about = { request: number };

// What may wait on a device stands by itself: pages bring what they use.
export const RequestRaise = input({
	unit: code,
	kind: kindOfHelp,
	severity,
	title: line(200),
	body: v.nullish(text(4000), null),
	files
});
export const RequestClaim = input(about);
export const RequestComment = input({ ...about, text: saying(4000), files });

/** Its number, and its state after the step. */
const stepped = { request: shapes.count, state: v.picklist(REQUEST_STATES) };
const Stepped = v.object(stepped);
/** `until`: when the claim ends by itself, campaign time. */
const Held = v.object({ ...stepped, until: shapes.moment });

const numbered = v.array(shapes.count);
const Gathered = v.object({ incident: shapes.count, requests: numbered, skipped: numbered });

/** Taking and giving back, asking and answering: each step is told to somebody. */
const steps = {
	...{ name: 'limit_steps', most: 20, within: 10 * MINUTE },
	apart: ['request']
} as const;
const incidents = { name: 'limit_incidents', most: 60, within: HOUR };

/** What may be asked for about support requests and their incidents. */
export const requestCommands = {
	'request.raise': kind({
		does: 'Raise a support request for a commune',
		input: RequestRaise,
		result: Stepped,
		limit: {
			rates: [{ name: 'limit_raises', most: 30, within: HOUR }],
			counted: ['openRequests', 'requestsADay']
		},
		until: 'end'
	}),
	'request.claim': kind({
		does: 'Claim a request for your own working group',
		input: RequestClaim,
		result: Held,
		limit: { rates: [steps] }
	}),
	'request.start': kind({
		does: 'Begin to work on a claimed request',
		input: input(about),
		result: Held,
		limit: { rates: [steps] }
	}),
	'request.extend': kind({
		does: 'Extend the claim: the lease begins anew',
		input: input(about),
		result: Held,
		limit: { rates: [steps] }
	}),
	'request.wait': kind({
		does: 'Say what the work waits for, and until when',
		input: input({ ...about, reason, until: moment }),
		result: Held,
		limit: { rates: [steps] }
	}),
	'request.release': kind({
		does: 'Release the claim, with a reason',
		input: input({ ...about, reason }),
		result: Stepped,
		limit: { rates: [steps] }
	}),
	'request.ask_release': kind({
		does: 'Ask the holder to release the claim',
		input: input({ ...about, reason }),
		result: Stepped,
		limit: { rates: [{ name: 'limit_release_asked', most: 5, within: HOUR, apart: ['request'] }] }
	}),
	'request.take_over': kind({
		does: "Give the claim to your own group, or as staff to `group`; `person`: else the group's lead",
		input: input({
			...about,
			reason,
			group: v.nullish(code, null),
			person: v.nullish(code, null)
		}),
		result: Held,
		limit: { rates: [steps] }
	}),
	'request.resolve': kind({
		does: 'Resolve a request with an outcome',
		input: input({ ...about, outcome: v.picklist(OUTCOMES, 'outcome_expected'), note: reason }),
		result: Stepped,
		limit: { rates: [steps] }
	}),
	'request.verify': kind({
		does: 'Confirm, as the commune that raised it, that a request is resolved',
		input: input({ ...about, note: v.nullish(text(1000), null) }),
		result: Stepped,
		limit: { rates: [steps] }
	}),
	'request.reopen': kind({
		does: 'Reopen a request that has ended; its history stays',
		input: input({ ...about, reason }),
		result: Stepped,
		limit: { rates: [steps] }
	}),
	'request.comment': kind({
		does: 'Comment on a request; `@name` notifies that person',
		input: RequestComment,
		result: v.object({ ...stepped, position: shapes.count }),
		limit: {
			rates: [
				{ name: 'limit_comments', most: 20, within: MINUTE, apart: ['request'] },
				{ name: 'limit_comments_hour', most: 300, within: HOUR }
			],
			counted: ['comments', 'mentions']
		}
	}),
	'request.set_severity': kind({
		does: 'Correct how urgent a request is, with a reason: its clocks begin anew',
		input: input({ ...about, severity, reason }),
		result: Stepped,
		limit: { rates: [steps] }
	}),
	'request.decline': kind({
		does: 'Decline a request, with a reason',
		input: input({ ...about, reason }),
		result: Stepped,
		limit: { rates: [steps] }
	}),
	'request.merge': kind({
		does: 'Mark a request as a duplicate of another one of the same commune',
		input: input({ ...about, into: number }),
		result: Stepped,
		limit: { rates: [steps] }
	}),
	'request.acknowledge': kind({
		does: 'Acknowledge an overdue request: it is not escalated further for a while',
		input: input(about),
		result: Held,
		limit: { rates: [steps] }
	}),
	'incident.open': kind({
		does: 'Group several requests with one cause under an incident',
		input: input({ kind: kindOfHelp, title: line(200), requests: numbers }),
		result: Gathered,
		limit: { rates: [incidents] }
	}),
	'incident.add': kind({
		does: 'Add requests to an incident',
		input: input({ incident: number, requests: numbers }),
		result: Gathered,
		limit: { rates: [incidents] }
	}),
	'incident.close': kind({
		does: 'Close an incident: its live requests are resolved, and the fix is published',
		input: input({ incident: number, fix: saying(2000) }),
		result: v.object({ incident: shapes.count, requests: numbered }),
		limit: { none: 'An incident that is closed is not closed again.' }
	})
};
