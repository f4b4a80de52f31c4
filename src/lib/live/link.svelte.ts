import type { Socket } from 'socket.io-client';
import type {
	CommandAnswer,
	CommandInput,
	CommandResults,
	CommandType
} from '#lib/protocol/commands.ts';
import type { ClientEvents, JoinAnswer, ServerEvents } from '#lib/protocol/frames.ts';
import type { LiveBoard } from './live-board.svelte.ts';
import { newCommandId } from './command-id.ts';

/** `live`: joined and hearing; `connecting`: trying; `offline`: the device says it has no network. */
export type LinkStatus = 'connecting' | 'live' | 'offline' | 'signed-out';

/** How long a command waits for its answer over the socket before the same id goes over HTTP. */
const ANSWER_WITHIN = 8_000;
/** After this long without a word a joined screen asks whether it missed something. */
const QUIET_FOR = 30_000; // the transport's own ping comes every 25 s

/** Keeps one board in step with the server over Socket.IO, and carries commands. */
export class Link {
	status = $state<LinkStatus>('connecting');
	/** Device time of the last word from the server; what is on screen is known to be true as of then. */
	heardAt = $state.raw<Date | null>(null);
	readonly #live: LiveBoard;
	readonly #campaign: string;
	#socket: Socket<ServerEvents, ClientEvents> | null = null;
	#resuming = false;

	constructor(live: LiveBoard) {
		this.#live = live;
		this.#campaign = live.campaign.slug;
	}

	/** Opens the link; the returned function closes it. */
	start(): () => void {
		let closed = false;
		void import('socket.io-client').then(({ io }) => {
			if (closed) return;
			const socket: Socket<ServerEvents, ClientEvents> = io({
				transports: ['websocket', 'polling'],
				tryAllTransports: true, // some networks let no WebSocket through
				reconnectionDelay: 500,
				reconnectionDelayMax: 10_000,
				randomizationFactor: 0.5
			});
			this.#socket = socket;
			socket.on('connect', () => void this.#join());
			socket.on('frame', (frame) => {
				if (frame.campaign !== this.#campaign) return;
				this.#heard();
				if (this.#live.apply(frame) === 'gap') void this.#resume();
			});
			socket.on('signed-out', () => {
				this.status = 'signed-out';
				socket.disconnect();
			});
			socket.on('disconnect', () => {
				if (this.status === 'live') this.status = navigator.onLine ? 'connecting' : 'offline';
			});
			socket.on('connect_error', (error) => {
				if (error.message === 'unauthenticated') {
					this.status = 'signed-out';
					return;
				}
				this.status = navigator.onLine ? 'connecting' : 'offline';
				// Refused at the door (the database is away): Socket.IO does not try again by itself.
				if (!socket.active)
					setTimeout(() => !closed && socket.connect(), 1000 + Math.random() * 1000);
			});
			socket.io.on('ping', () => this.#heard());
		});
		const wake = () => this.#wake();
		const lost = () => (this.status = 'offline');
		const timer = setInterval(() => {
			this.#live.tick();
			if (this.status === 'live' && Date.now() - (this.heardAt?.getTime() ?? 0) > QUIET_FOR) wake();
		}, 1000);
		addEventListener('online', wake);
		addEventListener('offline', lost);
		addEventListener('pageshow', wake);
		document.addEventListener('visibilitychange', wake);
		return () => {
			closed = true;
			clearInterval(timer);
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
				this.#heard();
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

	async #join(): Promise<void> {
		await this.#ask('join');
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
			const payload = { campaign: this.#campaign, since: this.#live.seq };
			const answer = (await socket
				.timeout(ANSWER_WITHIN)
				.emitWithAck(event, payload)) as JoinAnswer;
			if (!answer.ok) {
				this.status = answer.error.code === 'unauthenticated' ? 'signed-out' : 'connecting';
				if (this.status === 'connecting') setTimeout(() => void this.#ask(event), 2000);
				return;
			}
			if ('units' in answer) this.#live.replace(answer);
			this.#live.synchronize(answer.now);
			this.status = 'live';
			this.#heard();
		} catch {
			// The answer did not come: a fresh connection asks again.
			if (socket.connected) socket.disconnect().connect();
		}
	}

	/** After sleep, a frozen tab or a quiet while: a dead socket is replaced, a live one is asked. */
	#wake(): void {
		if (document.visibilityState === 'hidden' || this.status === 'signed-out') return;
		if (!this.#socket) return;
		if (this.#socket.connected) void this.#resume();
		else this.#socket.connect();
	}

	#heard(): void {
		this.heardAt = new Date();
	}
}
