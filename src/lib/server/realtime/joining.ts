import * as v from 'valibot';
import type { LoggedFact } from '#lib/campaign/facts.ts';
import { Join, Resume, type JoinAnswer } from '#lib/protocol/frames.ts';
import { PROTOCOL } from '#lib/protocol/version.ts';
import type { CommandServices } from '../commands/run-command.ts';
import { snapshotSize } from './snapshot-text.ts';
import { Budget } from '../limits/budget.ts';
import type { CampaignLog } from '../log/campaign-log.ts';
import { sizeOf } from '../log/fact-text.ts';
import { invalid, isDatabaseAway, Problem } from '../problem.ts';
import { frameOf } from './gather.ts';
import { viewKey } from '#lib/campaign/reach.ts';
import { memberOf } from '../commands/access.ts';
import { isNotReading, queuedBytes, UNREAD_LIMIT } from './queued-bytes.ts';
import { campaignRoom, viewRoomsOf, type LiveSocket } from './rooms.ts';
import { frameFor } from './send-frame.ts';

/** Facts in one frame to a screen that catches up. */
const CATCH_UP = 500;
/** Who missed more than this, and more than a snapshot is long, gets the snapshot; in bytes. */
const MISSED_LIMIT = 256 * 1024;
/** How often one account may ask, with all its sockets: all of them come back at once. */
const ASKED = { most: 24, perSecond: 2 };
/** What one account may be given of what was before it came, in bytes. */
const GIVEN = { most: 4 * 1024 * 1024, perSecond: 256 * 1024 };

interface Hooks {
	/** Sends what is being gathered for a campaign. */
	flush(campaign: string): void;
	joined(socket: LiveSocket, campaign: CampaignLog): void;
}

/** How a screen comes in: with a snapshot, or with exactly what it missed. */
export class Joining {
	readonly #services: Pick<CommandServices, 'campaigns' | 'log'>;
	readonly #hooks: Hooks;
	readonly #asked: Budget;
	readonly #given: Budget;

	/** @param factor how many times the usual limits of an account apply */
	constructor(services: Pick<CommandServices, 'campaigns' | 'log'>, factor: number, hooks: Hooks) {
		this.#services = services;
		this.#hooks = hooks;
		const times = ({ most, perSecond }: typeof ASKED) => ({
			most: most * factor,
			perSecond: perSecond * factor
		});
		this.#asked = new Budget(times(ASKED));
		this.#given = new Budget(times(GIVEN));
	}

	readonly join = (socket: LiveSocket, payload: unknown) => this.#answer(socket, Join, payload);
	readonly resume = (socket: LiveSocket, payload: unknown) => this.#answer(socket, Resume, payload);

	async #answer(
		socket: LiveSocket,
		schema: typeof Join | typeof Resume,
		payload: unknown
	): Promise<JoinAnswer> {
		const { locale, person } = socket.data;
		try {
			spend(this.#asked, person.account_id);
			const parsed = v.safeParse(schema, payload);
			if (!parsed.success) throw invalid(parsed.issues);
			checkProtocol(parsed.output.protocol ?? PROTOCOL);
			return await this.#let(socket, parsed.output);
		} catch (error) {
			if (error instanceof Problem) return { ok: false, error: error.body(locale) };
			if (!isDatabaseAway(error)) this.#services.log.error({ err: error }, 'a join failed');
			return { ok: false, error: new Problem('unavailable').body(locale) };
		}
	}

	/** Sends what came after `since` and joins the room in one breath: no gap, nothing twice. */
	async #let(
		socket: LiveSocket,
		{ campaign: slug, since, mark, setup, view, protocol }: v.InferOutput<typeof Join>
	): Promise<JoinAnswer> {
		const { campaigns } = this.#services;
		const { log: campaign, actor: viewer } = memberOf(
			campaigns,
			socket.data.person,
			slug,
			'campaign'
		);
		// A screen that knows more than we do heard it from another process: catch up first.
		if (since != null && since > campaign.board.seq) await campaign.advance();
		// What it knows was set up otherwise, or it was told as somebody else: it is told the whole.
		const another =
			(setup != null && setup !== campaign.board.campaign.setup) ||
			(view != null && view !== viewKey(viewer));
		const known = since == null || another ? null : campaign.after(since, mark);
		const missed = this.#give(socket, campaign, known);
		const rooms = [campaignRoom(slug), ...viewRoomsOf({ campaign: slug, ...viewer })];
		for (const room of rooms) void socket.leave(room);
		this.#hooks.flush(slug);
		for (let i = 0; missed && i < missed.length; i += CATCH_UP) {
			const frame = frameOf(slug, missed.slice(i, i + CATCH_UP));
			if (frame) socket.emit('frame', frameFor(viewer, campaign, frame));
		}
		void socket.join(rooms);
		socket.data.campaign = slug;
		if (protocol != null) socket.data.protocol = protocol;
		(socket.data.joined ??= new Set()).add(slug);
		this.#hooks.joined(socket, campaign);
		const answer = { ok: true, now: new Date().toISOString(), live: campaigns.live } as const;
		return missed
			? { ...answer, seq: campaign.board.seq }
			: { ...answer, ...campaign.snapshot(viewer) };
	}

	/**
	 * Counts what a screen is to be given before anything of it is queued.
	 * @returns the facts to send, or null when the whole is shorter
	 * @throws `rate_limited` when the screen has not read what it was given, or its account was given too much
	 */
	#give(
		socket: LiveSocket,
		campaign: CampaignLog,
		missed: LoggedFact[] | null
	): LoggedFact[] | null {
		if (isNotReading(socket)) socket.conn.close(true);
		if (queuedBytes(socket) > UNREAD_LIMIT) {
			throw new Problem('rate_limited', 'rate_limited', { seconds: 5 });
		}
		const whole = snapshotSize(campaign);
		const most = Math.max(whole, MISSED_LIMIT);
		const size = missed && sizeOf(missed, most);
		const given = size !== null && size <= most ? size : whole;
		spend(this.#given, socket.data.person.account_id, given);
		socket.data.given = given;
		return given === size ? missed : null;
	}
}

function checkProtocol(asked: number): void {
	if (asked === PROTOCOL) return;
	const key = asked < PROTOCOL ? 'protocol_too_old' : 'protocol_too_new';
	throw new Problem('conflict', key, {}, 'protocol', { protocol: PROTOCOL });
}

function spend(budget: Budget, account: number, amount = 1): void {
	const seconds = budget.take(account, amount);
	if (seconds > 0) throw new Problem('rate_limited', 'rate_limited', { seconds });
}
