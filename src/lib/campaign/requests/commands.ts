import * as v from 'valibot';
import { code, input, moment, number, numbers, reason } from '../fields.ts';
import { line, saying, text } from '../text.ts';
import { OUTCOMES, SEVERITIES, type RequestState } from './request.ts';

const file = v.pipe(v.string('id_expected'), v.uuid('id_expected'));
/** Files sent before, by their ids. */
const files = v.optional(
	v.pipe(v.array(file, 'files_expected'), v.maxLength(5, 'files_too_many')),
	[]
);
/** Key of one of the campaign's kinds; which there are the handler knows. */
const kind = v.pipe(v.string('kind_expected'), v.regex(/^[a-z][a-z0-9_]{0,63}$/, 'kind_expected'));
const about = { request: number };

/** Commands about support requests and their incidents, and the schema of each one's input. */
export const REQUEST_COMMANDS = {
	/** A commune needs help. Groups and staff may raise for a commune they are with. */
	'request.raise': input({
		unit: code,
		kind,
		severity: v.picklist(SEVERITIES, 'severity_expected'),
		title: line(200),
		body: v.nullish(text(4000), null),
		files
	}),
	/** The actor's group takes it in hand; one group only. */
	'request.claim': input(about),
	'request.start': input(about),
	/** Two more hours. */
	'request.extend': input(about),
	'request.wait': input({ ...about, reason, until: moment }),
	'request.release': input({ ...about, reason }),
	'request.ask_release': input({ ...about, reason }),
	/** Without a group: the actor's own. Staff name one. `person`: else its lead. */
	'request.take_over': input({
		...about,
		reason,
		group: v.nullish(code, null),
		person: v.nullish(code, null)
	}),
	'request.resolve': input({
		...about,
		outcome: v.picklist(OUTCOMES, 'outcome_expected'),
		note: reason
	}),
	'request.verify': input({ ...about, note: v.nullish(text(1000), null) }),
	'request.reopen': input({ ...about, reason }),
	/** `@name` in the text tells that person. */
	'request.comment': input({ ...about, text: saying(4000), files }),
	'request.decline': input({ ...about, reason }),
	/** It repeats another one. */
	'request.merge': input({ ...about, into: number }),
	/** Seen: an overdue request goes no higher for a while. */
	'request.acknowledge': input(about),
	/** Several requests have one cause. */
	'incident.open': input({ kind, title: line(200), requests: numbers }),
	'incident.add': input({ incident: number, requests: numbers }),
	/** Its live requests are resolved, and what helped is published. */
	'incident.close': input({ incident: number, fix: saying(2000) })
} as const;

/** Results of commands about requests: the request's state after it, and its number. */
interface Stepped {
	request: number;
	state: RequestState;
}
export interface RequestResults {
	'request.raise': Stepped;
	/** `until`: when the claim ends by itself, campaign time, ISO. */
	'request.claim': Stepped & { until: string };
	'request.start': Stepped & { until: string };
	'request.extend': Stepped & { until: string };
	'request.wait': Stepped & { until: string };
	'request.release': Stepped;
	'request.ask_release': Stepped;
	'request.take_over': Stepped & { until: string };
	'request.resolve': Stepped;
	'request.verify': Stepped;
	'request.reopen': Stepped;
	'request.comment': Stepped & { position: number };
	'request.decline': Stepped;
	'request.merge': Stepped;
	'request.acknowledge': Stepped & { until: string };
	'incident.open': { incident: number; requests: number[]; skipped: number[] };
	'incident.add': { incident: number; requests: number[]; skipped: number[] };
	'incident.close': { incident: number; requests: number[] };
}
