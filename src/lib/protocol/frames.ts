import * as v from 'valibot';
import type { Named } from '#lib/campaign/campaign.ts';
import type { FactView } from '#lib/campaign/facts.ts';
import type { CommandAnswer } from './commands.ts';
import type { ErrorBody } from './errors.ts';
import type { Snapshot } from './snapshot.ts';

/** Facts `from` to `to` of a campaign, without gaps. */
export interface Frame {
	campaign: string;
	from: number;
	to: number;
	facts: FactView[];
}

/**
 * Every few seconds to every screen of a campaign. `seq`: the newest fact there is to know; a screen that
 * is behind it missed a frame. `live`: false while the server does not hear its database.
 */
export interface Heartbeat {
	campaign: string;
	seq: number;
	live: boolean;
}

/** Whether somebody of a commune is connected, to whichever process, and when one was last heard (real time, ISO). */
export interface UnitPresence {
	connected: boolean;
	heard_at: string;
}

/** To staff only: all communes they see when they join (`whole`), afterwards those that came or went. */
export interface Presence {
	campaign: string;
	whole: boolean;
	/** By commune; one that was never heard is absent. */
	units: Record<string, UnitPresence>;
	/** Accounts of the campaign that are connected now, to any process. */
	screens: number;
}

/** What somebody has on screen, and whether they are writing there. */
export interface Looking extends Named {
	/** For example `request:12`. */
	at: string;
	editing: boolean;
}

/**
 * To staff, working groups and the leader, by user name: when they join everybody who looks at something
 * (`whole`), afterwards those who turned to something else; null: to nothing.
 */
export interface Onlookers {
	campaign: string;
	whole: boolean;
	people: Record<string, Looking | null>;
}

const slug = v.pipe(
	v.string('text_expected'),
	v.minLength(1, 'text_empty'),
	v.maxLength(100, 'text_too_long')
);
const since = v.pipe(
	v.number('seq_expected'),
	v.integer('seq_expected'),
	v.minValue(0, 'seq_expected'),
	v.maxValue(Number.MAX_SAFE_INTEGER, 'seq_expected')
);

/**
 * What a screen has: the mark of the fact `since`, the version of the set-up, and what its snapshot called its
 * view. Where one is not the server's, or not the person's any more, the answer is a snapshot: the screen holds
 * what no longer exists, or what it may not know.
 */
const held = {
	mark: v.nullish(v.pipe(v.string('text_expected'), v.maxLength(100, 'text_too_long'))),
	view: v.nullish(v.pipe(v.string('text_expected'), v.maxLength(100, 'text_too_long'))),
	setup: v.nullish(v.pipe(v.number('seq_expected'), v.integer('seq_expected')))
};
const protocol = v.nullish(v.pipe(v.number('seq_expected'), v.integer('seq_expected')));
/** `join`: with `since`, what came after it is sent as frames; without, the answer is a snapshot. */
export const Join = v.object(
	{ campaign: slug, since: v.nullish(since), protocol, ...held },
	'input_expected'
);
/** `resume`: send me what came after `since`. */
export const Resume = v.object({ campaign: slug, since, protocol, ...held }, 'input_expected');

/** `presence`: what the sender has on screen now; null: nothing that others work on. */
export const Look = v.object(
	{
		campaign: slug,
		looking_at: v.nullable(
			v.pipe(v.string('text_expected'), v.regex(/^request:[1-9]\d{0,9}$/, 'text_expected'))
		),
		editing: v.optional(v.boolean('input_expected'), false)
	},
	'input_expected'
);

/**
 * `now`: the server's real time (ISO), by which a screen corrects its own clock. `live`: as in a heartbeat.
 */
export type JoinAnswer =
	| ({ ok: true; now: string; live: boolean } & (Snapshot | { seq: number }))
	| { ok: false; error: ErrorBody };

/** Socket.IO events a client may send. Payloads are checked by schema at the entry point. */
export interface ClientEvents {
	join: (payload: v.InferInput<typeof Join>, ack: (answer: JoinAnswer) => void) => void;
	resume: (payload: v.InferInput<typeof Resume>, ack: (answer: JoinAnswer) => void) => void;
	presence: (payload: v.InferInput<typeof Look>) => void;
	command: (
		payload: { id: string; type: string; input: unknown; campaign?: string },
		ack: (answer: CommandAnswer) => void
	) => void;
}

/** Socket.IO events the server sends. */
export interface ServerEvents {
	frame: (frame: Frame) => void;
	heartbeat: (heartbeat: Heartbeat) => void;
	presence: (presence: Presence) => void;
	/** How many notices the person has not read: when joining, and whenever it changes. */
	notices: (notices: { campaign: string; unread: number }) => void;
	onlookers: (onlookers: Onlookers) => void;
	/** The server is about to stop: come back after a random part of `within` milliseconds. */
	restarting: (notice: { within: number }) => void;
	'signed-out': () => void;
}
