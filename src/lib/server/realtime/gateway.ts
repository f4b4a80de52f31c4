import type { Server as HttpServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Kysely } from 'kysely';
import { Server } from 'socket.io';
import { reachesAll } from '#lib/campaign/reach.ts';
import { tokenFrom } from '../auth/cookie.ts';
import { holderOf, type SessionMemory } from '../auth/session-memory.ts';
import type { SignedIn } from '../auth/sessions.ts';
import { runCommand, type CommandServices } from '../commands/run-command.ts';
import type { Database } from '../db/schema.ts';
import { clientAddress } from '../headers/client-address.ts';
import { localeOf } from '../headers/locale.ts';
import { comesFromUs, publicOrigin } from '../headers/origin.ts';
import type { CampaignLog } from '../log/campaign-log.ts';
import { isDatabaseAway, Problem } from '../problem.ts';
import { recordStranger } from '../security-log.ts';
import type { Settings } from '../settings.ts';
import { AccountSockets } from './account-sockets.ts';
import { FrameGatherer } from './gather.ts';
import { Joining } from './joining.ts';
import { NoticeBell } from './notice-bell.ts';
import { OnlookerWatch } from './onlooker-watch.ts';
import { PresenceTable } from './presence-table.ts';
import { isNotReading, queuedBytes } from './queued-bytes.ts';
import {
	campaignRoom,
	onlookersRoomOf,
	sessionRoom,
	staffRoomOf,
	viewRoomsOf,
	type LiveServer,
	type LiveSocket
} from './rooms.ts';
import { sendFrame } from './send-frame.ts';
import { recordEnded, recordReviewed } from './session-news.ts';
import { SessionWatch } from './session-watch.ts';
import { StaffPresence } from './staff-presence.ts';

/** How soon a session that ended elsewhere loses its sockets here, in milliseconds. */
const WATCH_EVERY = 800;
const HEARTBEAT_EVERY = 4_500; // looked at every second: about every five
const PRESENCE_EVERY = 2_500;
/** How often it is looked whether the database came or went, and who does not read, in milliseconds. */
const LOOK_EVERY = 1_000;
/** While frames go out it is looked who does not read them, at most this often, in milliseconds. */
const CUT_EVERY = 100;
/** How long somebody may be connected without saying who it is, in milliseconds. */
const UNNAMED_FOR = 10_000;
/** A screen that comes back costs about a millisecond: they are asked to spread over twice that. */
const COME_BACK = { perScreen: 2, least: 1_000, most: 30_000 };
/** How long a stopping server lets its goodbye reach the screens, in milliseconds. */
const GOODBYE = 1_000;

interface GatewayServices extends CommandServices {
	settings: Pick<Settings, 'ORIGIN' | 'TRUST_PROXY' | 'LIMIT_FACTOR'>;
	sessions: SessionMemory;
	/** A connection that does not wait behind commands. */
	tail: Kysely<Database>;
}

/** The live channel: who may connect, what they hear, what they may ask. */
export class Gateway {
	readonly presence: PresenceTable;
	readonly bell: NoticeBell;
	readonly #services: GatewayServices;
	readonly #io: LiveServer;
	readonly #sessions: SessionWatch;
	readonly #joining: Joining;
	readonly #staff: StaffPresence;
	readonly #onlookers: OnlookerWatch;
	readonly #accounts: AccountSockets;
	readonly #gatherers = new Map<string, FrameGatherer>();
	readonly #timers = new Set<NodeJS.Timeout>();
	#beaten = { at: 0, live: true };
	#cutAt = 0;
	#attached = false;

	constructor(services: GatewayServices) {
		this.#services = services;
		this.presence = new PresenceTable(services.tail);
		this.#io = new Server({
			serveClient: false,
			maxHttpBufferSize: 256 * 1024,
			connectTimeout: UNNAMED_FOR,
			pingInterval: 15_000, // a phone that vanished counts as connected for 25 s at most
			pingTimeout: 10_000,
			transports: ['websocket', 'polling'],
			allowRequest: (request, decide) => {
				const encrypted = 'encrypted' in request.socket;
				const ours = publicOrigin(request.headers, encrypted, services.settings);
				const welcome = comesFromUs(request.headers, ours);
				if (!welcome) {
					const from = { path: '/socket.io', address: clientAddress(request, services.settings) };
					recordStranger(services.log, { origin: request.headers.origin ?? null, ...from });
				}
				decide(null, welcome);
			}
		});
		this.#sessions = new SessionWatch(services.tail, services.sessions, {
			connected: () => this.#sockets.map(({ data }) => data.person.session_id),
			ended: (id) => {
				recordEnded(services.log, services.sessions, id);
				this.signOut(id);
			},
			reviewed: (people) => this.#review(people)
		});
		this.#staff = new StaffPresence(this.#io, services.campaigns, this.presence);
		this.#onlookers = new OnlookerWatch(this.#io, services.campaigns, services.tail);
		this.bell = new NoticeBell(this.#io, services.campaigns, services.tail);
		this.#accounts = new AccountSockets(services.settings.LIMIT_FACTOR);
		this.#joining = new Joining(services, services.settings.LIMIT_FACTOR, {
			flush: (slug) => this.#gatherers.get(slug)?.flush(),
			joined: (socket, campaign) => {
				for (const table of [this.#staff, this.bell, this.#onlookers]) table.join(socket, campaign);
			}
		});
		this.#io.use((socket, next) => {
			this.#admit(socket).then(
				() => next(),
				(error: unknown) => {
					const refusal = this.#refuse(error);
					// A refusal is final to Socket.IO's client. One that is cut tries again by itself.
					if (refusal.message === 'unavailable') socket.conn.close();
					next(refusal);
				}
			);
		});
		this.#io.on('connection', (socket) => this.#serve(socket));
		services.campaigns.onArrival((campaign) => this.#follow(campaign));
	}

	/**
	 * @param alone false when the same server carries somebody else's sockets too, as in development
	 * @param newId names connections, where that matters
	 */
	attach(server: HttpServer, { alone, newId }: { alone: boolean; newId?: () => string }): void {
		this.#attached = true;
		this.#io.attach(server, { destroyUpgrade: alone });
		if (newId) this.#io.engine.generateId = newId;
		this.#every(WATCH_EVERY, () => this.#sessions.look());
		this.#every(PRESENCE_EVERY, () => this.#staff.exchange());
		this.#every(PRESENCE_EVERY, () => this.#onlookers.exchange());
		this.#every(LOOK_EVERY, () => this.#beat());
		this.#every(LOOK_EVERY, () => this.bell.look());
		this.#every(LOOK_EVERY, () => this.#cutUnread());
	}

	/** Screens connected to this process. */
	get screens(): number {
		return this.#io.of('/').sockets.size;
	}

	/** Ends the sockets of a session that was signed out or revoked. */
	signOut(sessionId: string): void {
		this.#services.sessions.forget(sessionId);
		this.#io.in(sessionRoom(sessionId)).emit('signed-out');
		this.#io.in(sessionRoom(sessionId)).disconnectSockets(true);
	}

	/** Tells every screen to come back, not all at once, to whoever listens then; and closes. */
	async close(): Promise<void> {
		for (const timer of this.#timers) clearTimeout(timer);
		for (const gatherer of this.#gatherers.values()) gatherer.flush();
		if (this.#attached) {
			this.#attached = false;
			const { perScreen, least, most } = COME_BACK;
			const within = Math.min(Math.max(this.screens * perScreen, least), most);
			this.#io.emit('restarting', { within });
			const end = Date.now() + GOODBYE;
			while (Date.now() < end && this.#sockets.some((socket) => queuedBytes(socket) > 0)) {
				await sleep(10);
			}
			await this.#io.close();
		}
		for (const gatherer of this.#gatherers.values()) gatherer.stop();
	}

	get #sockets(): LiveSocket[] {
		return [...this.#io.of('/').sockets.values()];
	}

	/** Does something again and again, never twice at once; what fails is tried again the next time. */
	#every(interval: number, work: () => unknown): void {
		const timer = setTimeout(() => {
			this.#timers.delete(timer);
			Promise.resolve()
				.then(() => this.#services.campaigns.started && work()) // before that there are no tables
				.catch((error: unknown) => {
					const level = isDatabaseAway(error) ? 'debug' : 'error';
					this.#services.log[level]({ err: error }, 'the live channel could not be looked after');
				})
				.finally(() => {
					if (this.#attached) this.#every(interval, work);
				});
		}, interval);
		this.#timers.add(timer);
	}

	#follow(campaign: CampaignLog): void {
		const { slug } = campaign;
		const loadedAnew = this.#gatherers.get(slug);
		loadedAnew?.stop();
		// Their `seq` may mean something else now: they come back and are told the whole.
		if (loadedAnew) for (const socket of this.#in(campaignRoom(slug))) socket.conn.close();
		const gatherer = new FrameGatherer(
			slug,
			() => this.#io.of('/').adapter.rooms.get(campaignRoom(slug))?.size ?? 0,
			(frame) => {
				sendFrame(this.#io, campaign, frame);
				if (performance.now() - this.#cutAt > CUT_EVERY) this.#cutUnread();
			}
		);
		this.#gatherers.set(slug, gatherer);
		campaign.listen((facts) => {
			if (facts.some(({ kind }) => kind === 'campaign.changed')) this.#startAnew(slug);
			gatherer.push(facts);
		});
	}

	/**
	 * The set-up changed. What somebody may know depends on where places stand in the tree, and a page that says no
	 * version may not know the facts of the set-up: these reconnect and get a snapshot. Who reaches every place
	 * folds the facts.
	 */
	#startAnew(slug: string): void {
		for (const socket of this.#in(campaignRoom(slug))) {
			const { person, protocol } = socket.data;
			const grant = person.grants.find(({ campaign }) => campaign === slug);
			if (protocol && grant && reachesAll(grant)) continue;
			// A connection closes after what is queued: it must not get these facts before.
			for (const room of [...socket.rooms]) void socket.leave(room);
			socket.conn.close();
		}
	}

	/**
	 * Every few seconds, and at once when the database came or went. After what was gathered: a screen that
	 * is behind this number missed something.
	 */
	#beat(): void {
		const { live } = this.#services.campaigns;
		const now = Date.now();
		if (live === this.#beaten.live && now - this.#beaten.at < HEARTBEAT_EVERY) return;
		this.#beaten = { at: now, live };
		for (const { slug, board } of this.#services.campaigns.all()) {
			this.#gatherers.get(slug)?.flush();
			this.#io.to(campaignRoom(slug)).emit('heartbeat', { campaign: slug, seq: board.seq, live });
		}
	}

	/** Cuts who does not read; they resume by `seq`. */
	#cutUnread(): void {
		this.#cutAt = performance.now();
		for (const socket of this.#io.of('/').sockets.values()) {
			if (isNotReading(socket)) socket.conn.close(true);
		}
	}

	/** Gives everybody the grants they have now. Who may hear something else comes back and joins anew. */
	#review(people: Map<string, SignedIn>): void {
		recordReviewed(this.#services.log, this.#services.sessions, people);
		for (const [id, person] of people) this.#services.sessions.update(id, person);
		for (const socket of this.#sockets) {
			const { data } = socket;
			const person = people.get(data.person.session_id);
			if (!person) continue;
			const before = audienceOf(data);
			data.person = person;
			if (before === audienceOf(data)) continue;
			// Nothing of the old audience may be heard any more, and screens show what they were told.
			socket.conn.close();
		}
	}

	#in(name: string): LiveSocket[] {
		const { adapter, sockets } = this.#io.of('/');
		return [...(adapter.rooms.get(name) ?? [])].flatMap((id) => sockets.get(id) ?? []);
	}

	async #admit(socket: LiveSocket): Promise<void> {
		if (!this.#services.campaigns.started) throw new Problem('unavailable');
		const { headers, auth, secure } = socket.handshake;
		const given: unknown = auth['token'];
		const tls = publicOrigin(headers, secure, this.#services.settings).startsWith('https:');
		const token = typeof given === 'string' ? given : tokenFrom(headers, tls);
		const valid = token && (await holderOf(this.#services, token, new Date()));
		if (!valid) throw new Problem('unauthenticated');
		const { cookie, 'accept-language': acceptLanguage } = headers;
		socket.data = {
			person: valid.person,
			locale: localeOf({ ...(cookie && { cookie }), ...(acceptLanguage && { acceptLanguage }) })
		};
		if (socket.conn.readyState !== 'open') throw new Problem('unavailable'); // it went meanwhile
		this.#accounts.admit(socket);
		await socket.join(sessionRoom(valid.session.id));
	}

	#refuse(error: unknown): Error {
		if (error instanceof Problem) return new Error(error.code);
		const away = isDatabaseAway(error);
		if (!away) this.#services.log.error({ err: error }, 'a handshake failed unexpectedly');
		return new Error('unavailable');
	}

	#serve(socket: LiveSocket): void {
		const answer = (ack: unknown, reply: unknown) => {
			if (typeof ack === 'function') (ack as (reply: unknown) => void)(reply);
		};
		const { join, resume } = this.#joining;
		socket.on(
			'join',
			(payload, ack) => void join(socket, payload).then((reply) => answer(ack, reply))
		);
		socket.on(
			'resume',
			(payload, ack) => void resume(socket, payload).then((reply) => answer(ack, reply))
		);
		socket.on('presence', (payload) => void this.#onlookers.look(socket, payload));
		socket.on('disconnect', () => this.#onlookers.leave(socket));
		socket.on('command', (payload, ack) => {
			const { person, locale } = socket.data;
			const named = (payload as { campaign?: unknown } | null)?.campaign;
			const only = person.grants.length === 1 ? person.grants[0]?.campaign : undefined;
			const campaign = typeof named === 'string' ? named : (socket.data.campaign ?? only ?? '');
			const caller = { person, campaign, locale };
			void runCommand(this.#services, caller, payload).then((reply) => answer(ack, reply));
		});
	}
}

/** In which rooms a screen may be, of every campaign it has joined. */
function audienceOf({ person, joined }: LiveSocket['data']): string {
	const grants = person.grants.filter(({ campaign }) => joined?.has(campaign));
	return JSON.stringify(
		grants.map((grant) => [...viewRoomsOf(grant), staffRoomOf(grant), onlookersRoomOf(grant)])
	);
}
