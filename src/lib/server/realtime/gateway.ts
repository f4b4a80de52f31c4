import type { Server as HttpServer } from 'node:http';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import { Server, type Socket } from 'socket.io';
import * as v from 'valibot';
import { Join, Resume } from '#lib/protocol/frames.ts';
import type { ClientEvents, JoinAnswer, ServerEvents } from '#lib/protocol/frames.ts';
import type { CommandAnswer } from '#lib/protocol/commands.ts';
import { tokenFrom } from '../auth/cookie.ts';
import { reviewSessions, validateSession, type SignedIn } from '../auth/sessions.ts';
import { runCommand, type CommandServices } from '../commands/run-command.ts';
import { localeOf } from '../http/locale.ts';
import { comesFromUs, publicOrigin } from '../http/origin.ts';
import type { CampaignLog } from '../log/campaign-log.ts';
import { invalid, isDatabaseAway, Problem, type Locale } from '../problem.ts';
import type { Settings } from '../settings.ts';
import { FrameGatherer, frameOf } from './gather.ts';
import { QUEUE_LIMIT, queuedBytes } from './queued-bytes.ts';

interface SocketData {
	person: SignedIn;
	locale: Locale;
	/** The campaign joined last: what a command without a campaign is about. */
	campaign?: string;
}
type LiveServer = Server<ClientEvents, ServerEvents, Record<string, never>, SocketData>;
type LiveSocket = Socket<ClientEvents, ServerEvents, Record<string, never>, SocketData>;

/** Facts in one frame to a screen that catches up. */
const CATCH_UP = 500;
/** How soon a session that ended elsewhere loses its sockets here, in milliseconds. */
const WATCH_EVERY = 800;
const room = (campaign: string) => `campaign:${campaign}`;
const sessionRoom = (id: string) => `session:${id}`;

interface GatewayServices extends CommandServices {
	settings: Pick<Settings, 'ORIGIN' | 'TRUST_PROXY'>;
}

/** The live channel: who may connect, what they hear, what they may ask. */
export class Gateway {
	readonly #services: GatewayServices;
	readonly #io: LiveServer;
	#attached = false;
	#timer: NodeJS.Timeout | undefined;
	readonly #joins = new RateLimiterMemory({ points: 30, duration: 10 });
	readonly #gatherers = new Map<string, FrameGatherer>();

	constructor(services: GatewayServices) {
		this.#services = services;
		this.#io = new Server({
			serveClient: false,
			maxHttpBufferSize: 256 * 1024,
			transports: ['websocket', 'polling'],
			allowRequest: (request, decide) => {
				const encrypted = 'encrypted' in request.socket;
				const ours = publicOrigin(request.headers, encrypted, services.settings);
				decide(null, comesFromUs(request.headers, ours));
			}
		});
		this.#io.use((socket, next) => {
			this.#admit(socket).then(
				() => next(),
				(error: unknown) => next(this.#refuse(error))
			);
		});
		this.#io.on('connection', (socket) => this.#serve(socket));
		services.campaigns.onArrival((campaign) => this.#follow(campaign));
	}

	/** @param alone false when the same server carries somebody else's sockets too, as in development */
	attach(server: HttpServer, { alone }: { alone: boolean }): void {
		this.#attached = true;
		this.#io.attach(server, { destroyUpgrade: alone });
		this.#watchAgain();
	}

	/** Screens connected to this process. */
	get screens(): number {
		return this.#io.of('/').sockets.size;
	}

	/** Ends the sockets of a session that was signed out or revoked. */
	signOut(sessionId: string): void {
		this.#io.in(sessionRoom(sessionId)).emit('signed-out');
		this.#io.in(sessionRoom(sessionId)).disconnectSockets(true);
	}

	/** Closes every socket; they will come back to whoever listens then. */
	async close(): Promise<void> {
		for (const gatherer of this.#gatherers.values()) gatherer.stop();
		clearTimeout(this.#timer);
		if (this.#attached) await this.#io.close();
		this.#attached = false;
	}

	#follow(campaign: CampaignLog): void {
		const { slug } = campaign;
		const loadedAnew = this.#gatherers.get(slug);
		loadedAnew?.stop();
		// Their `seq` may mean something else now: they come back and are told the whole.
		if (loadedAnew) for (const socket of this.#in(room(slug))) socket.conn.close();
		const gatherer = new FrameGatherer(
			slug,
			() => this.#io.of('/').adapter.rooms.get(room(slug))?.size ?? 0,
			(frame) => this.#io.to(room(slug)).emit('frame', frame)
		);
		this.#gatherers.set(slug, gatherer);
		campaign.listen((facts) => gatherer.push(facts));
	}

	#watchAgain(): void {
		this.#timer = setTimeout(() => {
			this.#watch()
				.catch((error: unknown) =>
					this.#services.log.debug({ err: error }, 'sessions not reviewed')
				)
				.finally(() => {
					if (this.#attached) this.#watchAgain();
				});
		}, WATCH_EVERY);
	}

	/** Cuts who was signed out elsewhere, disabled or does not read; others get the grants they have now. */
	async #watch(): Promise<void> {
		const sockets = [...this.#io.of('/').sockets.values()];
		for (const socket of sockets) {
			if (queuedBytes(socket) > QUEUE_LIMIT) socket.conn.close(true);
		}
		const ids = new Set(sockets.map(({ data }) => data.person.session_id));
		const held = await reviewSessions(this.#services.db, [...ids], new Date());
		for (const id of ids) if (!held.has(id)) this.signOut(id);
		for (const { data } of sockets) data.person = held.get(data.person.session_id) ?? data.person;
	}

	#in(name: string): LiveSocket[] {
		const { adapter, sockets } = this.#io.of('/');
		return [...(adapter.rooms.get(name) ?? [])].flatMap((id) => sockets.get(id) ?? []);
	}

	async #admit(socket: LiveSocket): Promise<void> {
		const { headers, auth } = socket.handshake;
		const given: unknown = auth['token'];
		const token = typeof given === 'string' ? given : tokenFrom(headers);
		const valid = token && (await validateSession(this.#services.db, token, new Date()));
		if (!valid) throw new Problem('unauthenticated');
		const { cookie, 'accept-language': acceptLanguage } = headers;
		socket.data = {
			person: valid.person,
			locale: localeOf({ ...(cookie && { cookie }), ...(acceptLanguage && { acceptLanguage }) })
		};
		await socket.join(sessionRoom(valid.session.id));
	}

	#refuse(error: unknown): Error {
		if (error instanceof Problem) return new Error(error.code);
		const away = isDatabaseAway(error);
		if (!away) this.#services.log.error({ err: error }, 'a handshake failed unexpectedly');
		return new Error('unavailable');
	}

	#serve(socket: LiveSocket): void {
		const answer = (ack: unknown, reply: JoinAnswer | CommandAnswer) => {
			if (typeof ack === 'function') (ack as (reply: JoinAnswer | CommandAnswer) => void)(reply);
		};
		const join = (schema: typeof Join | typeof Resume) => (payload: unknown, ack: unknown) =>
			void this.#join(socket, schema, payload).then((reply) => answer(ack, reply));
		socket.on('join', join(Join));
		socket.on('resume', join(Resume));
		socket.on('command', (payload, ack) => {
			const { person, locale } = socket.data;
			const named = (payload as { campaign?: unknown } | null)?.campaign;
			const only = person.grants.length === 1 ? person.grants[0]?.campaign : undefined;
			const campaign = typeof named === 'string' ? named : (socket.data.campaign ?? only ?? '');
			const door = { person, campaign, locale };
			void runCommand(this.#services, door, payload).then((reply) => answer(ack, reply));
		});
	}

	/** Sends what came after `since` and joins the room in one breath: no gap, nothing twice. */
	async #join(
		socket: LiveSocket,
		schema: typeof Join | typeof Resume,
		payload: unknown
	): Promise<JoinAnswer> {
		const { person, locale } = socket.data;
		try {
			const parsed = v.safeParse(schema, payload);
			if (!parsed.success) throw invalid(parsed.issues);
			await this.#joins.consume(socket.id).catch(() => {
				throw new Problem('rate_limited', 'rate_limited', { seconds: 10 });
			});
			const { campaign: slug, since } = parsed.output;
			const campaign = this.#services.campaigns.get(slug);
			const member = person.grants.some((grant) => grant.campaign === slug);
			if (!campaign || !member) throw new Problem('not_found', 'not_found', {}, 'campaign');
			// A screen that knows more than we do heard it from another process: catch up first.
			if (since != null && since > campaign.board.seq) await campaign.advance();
			void socket.leave(room(slug));
			this.#gatherers.get(slug)?.flush();
			const missed = since == null ? null : campaign.after(since);
			for (let i = 0; missed && i < missed.length; i += CATCH_UP) {
				const frame = frameOf(slug, missed.slice(i, i + CATCH_UP));
				if (frame) socket.emit('frame', frame);
			}
			void socket.join(room(slug));
			socket.data.campaign = slug;
			const now = new Date().toISOString();
			return missed
				? { ok: true, now, seq: campaign.board.seq }
				: { ok: true, now, ...campaign.snapshot() };
		} catch (error) {
			if (error instanceof Problem) return { ok: false, error: error.body(locale) };
			if (!isDatabaseAway(error)) this.#services.log.error({ err: error }, 'a join failed');
			return { ok: false, error: new Problem('unavailable').body(locale) };
		}
	}
}
