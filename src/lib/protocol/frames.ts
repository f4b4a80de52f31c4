import * as v from 'valibot';
import type { Fact } from '#lib/campaign/facts.ts';
import type { CommandAnswer } from './commands.ts';
import type { ErrorBody } from './errors.ts';
import type { Snapshot } from './snapshot.ts';

/** Facts `from` to `to` of a campaign, without gaps. */
export interface Frame {
	campaign: string;
	from: number;
	to: number;
	facts: Fact[];
}

const slug = v.pipe(
	v.string('text_expected'),
	v.minLength(1, 'text_empty'),
	v.maxLength(100, 'text_too_long')
);
const since = v.pipe(
	v.number('seq_expected'),
	v.integer('seq_expected'),
	v.minValue(0, 'seq_expected')
);

/** `join`: with `since`, what came after it is sent as frames; without, the answer is a snapshot. */
export const Join = v.object({ campaign: slug, since: v.nullish(since) }, 'input_expected');
/** `resume`: send me what came after `since`. */
export const Resume = v.object({ campaign: slug, since }, 'input_expected');

/** `now`: the server's real time (ISO), by which a screen corrects its own clock. */
export type JoinAnswer =
	({ ok: true; now: string } & (Snapshot | { seq: number })) | { ok: false; error: ErrorBody };

/** Socket.IO events a client may send. Payloads are checked by schema at the door. */
export interface ClientEvents {
	join: (payload: v.InferInput<typeof Join>, ack: (answer: JoinAnswer) => void) => void;
	resume: (payload: v.InferInput<typeof Resume>, ack: (answer: JoinAnswer) => void) => void;
	command: (
		payload: { id: string; type: string; input: unknown; campaign?: string },
		ack: (answer: CommandAnswer) => void
	) => void;
}

/** Socket.IO events the server sends. */
export interface ServerEvents {
	frame: (frame: Frame) => void;
	'signed-out': () => void;
}
