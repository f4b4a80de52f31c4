import { RateLimiterMemory } from 'rate-limiter-flexible';
import * as v from 'valibot';
import { Join, Resume, type JoinAnswer } from '#lib/protocol/frames.ts';
import type { CommandServices } from '../commands/run-command.ts';
import type { CampaignLog } from '../log/campaign-log.ts';
import { invalid, isDatabaseAway, Problem } from '../problem.ts';
import { frameOf } from './gather.ts';
import { campaignRoom, type LiveSocket } from './rooms.ts';

/** Facts in one frame to a screen that catches up. */
const CATCH_UP = 500;

interface Hooks {
	/** Sends what is being gathered for a campaign. */
	flush(campaign: string): void;
	joined(socket: LiveSocket, campaign: CampaignLog): void;
}

/** How a screen comes in: with a snapshot, or with exactly what it missed. */
export class Joining {
	readonly #services: Pick<CommandServices, 'campaigns' | 'log'>;
	readonly #hooks: Hooks;
	readonly #limiter = new RateLimiterMemory({ points: 30, duration: 10 });

	constructor(services: Pick<CommandServices, 'campaigns' | 'log'>, hooks: Hooks) {
		this.#services = services;
		this.#hooks = hooks;
	}

	readonly join = (socket: LiveSocket, payload: unknown) => this.#answer(socket, Join, payload);
	readonly resume = (socket: LiveSocket, payload: unknown) => this.#answer(socket, Resume, payload);

	async #answer(
		socket: LiveSocket,
		schema: typeof Join | typeof Resume,
		payload: unknown
	): Promise<JoinAnswer> {
		const { locale } = socket.data;
		try {
			const parsed = v.safeParse(schema, payload);
			if (!parsed.success) throw invalid(parsed.issues);
			await this.#limiter.consume(socket.id).catch(() => {
				throw new Problem('rate_limited', 'rate_limited', { seconds: 10 });
			});
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
		{ campaign: slug, since, mark, setup }: v.InferOutput<typeof Join>
	): Promise<JoinAnswer> {
		const { campaigns } = this.#services;
		const campaign = campaigns.get(slug);
		const member = socket.data.person.grants.some((grant) => grant.campaign === slug);
		if (!campaign || !member) throw new Problem('not_found', 'not_found', {}, 'campaign');
		// A screen that knows more than we do heard it from another process: catch up first.
		if (since != null && since > campaign.board.seq) await campaign.advance();
		void socket.leave(campaignRoom(slug));
		this.#hooks.flush(slug);
		const current = setup == null || setup === campaign.board.campaign.setup;
		const missed = since == null || !current ? null : campaign.after(since, mark);
		for (let i = 0; missed && i < missed.length; i += CATCH_UP) {
			const frame = frameOf(slug, missed.slice(i, i + CATCH_UP));
			if (frame) socket.emit('frame', frame);
		}
		void socket.join(campaignRoom(slug));
		socket.data.campaign = slug;
		this.#hooks.joined(socket, campaign);
		const answer = { ok: true, now: new Date().toISOString(), live: campaigns.live } as const;
		return missed ? { ...answer, seq: campaign.board.seq } : { ...answer, ...campaign.snapshot() };
	}
}
