import type { Socket } from 'socket.io-client';
import type {
	CommandAnswer,
	CommandInput,
	CommandResults,
	CommandType
} from '#lib/protocol/commands.ts';
import type { ErrorCode } from '#lib/protocol/errors.ts';
import type {
	ClientEvents,
	Heartbeat,
	JoinAnswer,
	Looking,
	Onlookers,
	Presence,
	ServerEvents,
	UnitPresence
} from '#lib/protocol/frames.ts';
import { PROTOCOL } from '#lib/protocol/version.ts';
import type { LiveBoard } from './live-board.svelte.ts';
import { newCommandId } from './command-id.ts';
import { lazily } from './lazily.ts';
import { RECONNECT, revive } from './reconnect.ts';

/**
 * `live`: joined and hearing; `stalled`: connected, but the server does not hear its database or we hear
 * nothing of the server; `connecting`: trying; `offline`: the device says it has no network; `outdated`: page and
 * server are of different versions, and only loading the page anew helps.
 */
export type LinkStatus = 'connecting' | 'live' | 'stalled' | 'offline' | 'signed-out' | 'outdated';

/** How long a command waits for its answer over the socket before the same id goes over HTTP. */
const ANSWER_WITHIN = 8_000;
/** After this long without a live word a screen no longer calls itself current. Heartbeats come every 5 s. */
const QUIET_FOR = 12_000;
/** How soon a screen that was told that its account asks too much asks again. */
const CROWDED_FOR = 10_000;

/** What it means that a join was refused. */
const STATUS_OF: Partial<Record<ErrorCode, LinkStatus>> = {
	unauthenticated: 'signed-out',
	conflict: 'outdated'
};

/** Keeps one board in step with the server over Socket.IO, and carries commands. */
export class Link {
	status = $state<LinkStatus>('connecting');
	/** Device time of the last live word: what is on screen is known to be true as of then. */
	heardAt = $state.raw<Date | null>(null);
	/** Staff only: who of the communes they see is connected, by unit code. */
	presence = $state.raw<Record<string, UnitPresence>>({});
	/** Staff only: accounts connected now. */
	screens = $state(0);
	/** Notices the person has not read; null before the server said. */
	unread = $state.raw<number | null>(null);
	/** Grows with everything that is told, also where as many are unread as before. */
	noticed = $state.raw(0);
	/** Who has what on screen, by user name; communes are not told. */
	onlookers = $state.raw<Record<string, Looking>>({});
	#look: { looking_at: string | null; editing: boolean } = { looking_at: null, editing: false };
	readonly #live: LiveBoard;
	readonly #campaign: string;
	#socket: Socket<ServerEvents, ClientEvents> | null = null;
	#resuming = false;
	/** Device time in ms of the last heartbeat, live or not, or of the last time we asked for one. */
	#wordAt = 0;
	#comeBack: ReturnType<typeof setTimeout> | undefined;

	constructor(live: LiveBoard) {
		this.#live = live;
		this.#campaign = live.campaign.slug;
	}

	/** Opens the link; the returned function closes it. */
	start(): () => void {
		// Until it is there, commands go over HTTP.
		const client = lazily(
			() => import('socket.io-client'),
			({ io }) => {
				this.#listen(
					io({
						transports: ['websocket', 'polling'],
						tryAllTransports: true, // some networks let no WebSocket through
						...RECONNECT
					})
				);
			}
		);
		const wake = () => this.#wake();
		const lost = () => (this.status = 'offline');
		const timer = setInterval(() => this.#watch(), 1000);
		addEventListener('online', wake);
		addEventListener('offline', lost);
		addEventListener('pageshow', wake);
		document.addEventListener('visibilitychange', wake);
		return () => {
			client.stop();
			clearInterval(timer);
			clearTimeout(this.#comeBack);
			removeEventListener('online', wake);
			removeEventListener('offline', lost);
			removeEventListener('pageshow', wake);
			document.removeEventListener('visibilitychange', wake);
			this.#socket?.disconnect();
			this.#socket = null;
		};
	}

	/**
	 * Sends a command over the socket, or over HTTP when the socket is down or silent. The id stays
	 * the same, so it is done once. Never throws: without any network the answer is `unavailable`.
	 */
	async send<Type extends CommandType>(
		type: Type,
		input: CommandInput<Type>,
		id = newCommandId()
	): Promise<CommandAnswer<CommandResults[Type]>> {
		const command = { id, type, input, campaign: this.#campaign };
		if (this.#socket?.connected) {
			try {
				const answer: unknown = await this.#socket
					.timeout(ANSWER_WITHIN)
					.emitWithAck('command', command);
				return answer as CommandAnswer<CommandResults[Type]>;
			} catch {
				// no answer in time: the same id over HTTP
			}
		}
		try {
			const response = await fetch(`/api/v1/campaigns/${this.#campaign}/commands`, {
				method: 'POST',
				headers: { 'content-type': 'application/json' },
				body: JSON.stringify({ id, type, input })
			});
			return (await response.json()) as CommandAnswer<CommandResults[Type]>;
		} catch {
			return { ok: false, error: { code: 'unavailable', message: '' } };
		}
	}

	/** Tells what is on this screen (`request:12`, or nothing that others work on), and whether somebody writes. */
	look(looking_at: string | null, editing = false): void {
		if (looking_at === this.#look.looking_at && editing === this.#look.editing) return;
		this.#look = { looking_at, editing };
		this.#tellLook();
	}

	#tellLook(): void {
		if (this.#socket?.connected) {
			this.#socket.emit('presence', { campaign: this.#campaign, ...this.#look });
		}
	}

	#listen(socket: Socket<ServerEvents, ClientEvents>): void {
		this.#socket = socket;
		socket.on('connect', () => void this.#ask('join'));
		socket.on('frame', (frame) => {
			if (frame.campaign !== this.#campaign) return;
			const applied = this.#live.apply(frame);
			if (this.#live.incomplete) this.status = 'outdated';
			this.#heard(true);
			if (applied === 'gap') void this.#resume();
		});
		socket.on('heartbeat', (heartbeat) => this.#beat(heartbeat));
		socket.on('presence', (presence) => this.#meet(presence));
		socket.on('notices', ({ campaign, unread }) => {
			if (campaign !== this.#campaign) return;
			this.unread = unread;
			this.noticed++;
		});
		socket.on('onlookers', (onlookers) => this.#see(onlookers));
		socket.on('restarting', ({ within }) => {
			// All at once would be a storm for whoever listens next.
			socket.disconnect();
			this.#comeBack = setTimeout(() => socket.connect(), Math.random() * within);
		});
		socket.on('signed-out', () => {
			this.status = 'signed-out';
			socket.disconnect();
		});
		socket.on('disconnect', () => {
			if (this.status !== 'signed-out') this.status = navigator.onLine ? 'connecting' : 'offline';
		});
		socket.on('connect_error', (error) => {
			if (error.message === 'unauthenticated') {
				this.status = 'signed-out';
				return;
			}
			this.status = navigator.onLine ? 'connecting' : 'offline';
			// Refused at the handshake (the database is away): Socket.IO does not try again by itself.
			if (socket.active) return;
			// Too many screens of one account: another one has to go first.
			const pause = error.message === 'rate_limited' ? CROWDED_FOR : 1000;
			clearTimeout(this.#comeBack);
			this.#comeBack = setTimeout(() => socket.connect(), pause + Math.random() * pause);
		});
	}

	/** A frame that never came is noticed here: the server knows more than this screen. */
	#beat({ campaign, seq, live }: Heartbeat): void {
		if (campaign !== this.#campaign) return;
		if (seq > this.#live.seq) void this.#resume();
		else this.#heard(live);
	}

	#meet({ campaign, whole, units, screens }: Presence): void {
		if (campaign !== this.#campaign) return;
		this.presence = whole ? units : { ...this.presence, ...units };
		this.screens = screens;
	}

	#see({ campaign, whole, people }: Onlookers): void {
		if (campaign !== this.#campaign) return;
		const known = Object.entries(whole ? people : { ...this.onlookers, ...people });
		this.onlookers = Object.fromEntries(known.flatMap(([who, at]) => (at ? [[who, at]] : [])));
	}

	async #resume(): Promise<void> {
		if (this.#resuming) return;
		this.#resuming = true;
		await this.#ask('resume');
		this.#resuming = false;
	}

	async #ask(event: 'join' | 'resume'): Promise<void> {
		const socket = this.#socket;
		if (!socket) return;
		try {
			const { seq: since, mark, view, campaign } = this.#live.board;
			const held = { mark, view, setup: campaign.setup };
			const payload = { campaign: this.#campaign, since, protocol: PROTOCOL, ...held };
			const answer = (await socket
				.timeout(ANSWER_WITHIN)
				.emitWithAck(event, payload)) as JoinAnswer;
			if (!answer.ok) {
				this.status = STATUS_OF[answer.error.code] ?? 'connecting';
				const pause = answer.error.code === 'rate_limited' ? CROWDED_FOR : 2000;
				if (this.status === 'connecting') setTimeout(() => void this.#ask(event), pause);
				return;
			}
			if ('units' in answer) this.#live.replace(answer);
			this.#live.synchronize(answer.now);
			this.status = this.#live.incomplete ? 'outdated' : 'live';
			this.#heard(answer.live);
			if (event === 'join' && this.#look.looking_at) this.#tellLook();
		} catch {
			// The answer did not come: a fresh connection asks again.
			if (socket.connected) socket.disconnect().connect();
		}
	}

	/** Every second: moves the clock, revives the connection, admits what is not known to be current. */
	#watch(): void {
		this.#live.tick();
		if (this.#socket) revive(this.#socket);
		const now = Date.now();
		if (this.status === 'live' && now - (this.heardAt?.getTime() ?? 0) > QUIET_FOR) {
			this.status = 'stalled';
		}
		if (this.status === 'stalled' && now - this.#wordAt > QUIET_FOR) {
			this.#wordAt = now;
			this.#wake();
		}
	}

	/** After sleep, a frozen tab or a quiet while: a dead socket is replaced, a live one is asked. */
	#wake(): void {
		if (document.visibilityState === 'hidden' || !this.#socket) return;
		if (this.#socket.connected) void this.#resume();
		else this.#socket.connect(); // also when signed out: it may have happened in another tab
	}

	/** A word of the server; only a live one makes what is on screen current. */
	#heard(live: boolean): void {
		this.#wordAt = Date.now();
		if (this.status === 'outdated') return;
		if (live) this.heardAt = new Date();
		if (live && this.status === 'stalled') this.status = 'live';
		if (!live && this.status === 'live') this.status = 'stalled';
	}
}
