import { io, type Socket } from 'socket.io-client';
import type { ClientEvents, Frame, JoinAnswer, ServerEvents } from '#lib/protocol/frames.ts';
import type { Snapshot } from '#lib/protocol/snapshot.ts';
import { RECONNECT, revive } from '#lib/live/reconnect.ts';
import { LiveBoard } from '#lib/live/live-board.svelte.ts';
import { SLUG } from '../harness/campaign.ts';
import { until } from '../harness/client.ts';

const ANSWER_WITHIN = 8_000;
const QUIET_FOR = 12_000;

/** What of the client's connection a screen takes hold of to be deaf. */
interface Deaf {
	transport: { ws?: { pause(): void; resume(): void } };
	_sendPacket(type: 'pong'): void;
	_resetPingTimeout(): void;
}

/**
 * A leader's screen without a browser: the product's board, fed over the wire, kept in step by the rules
 * of the product's link. Keeps account of every fact it folded.
 */
export class Screen {
	board: LiveBoard | null = null;
	/** Facts folded that did not follow on the one before, or came twice over one connection. */
	readonly broken: string[] = [];
	folded = 0;
	gaps = 0;
	/** Times it was told the whole instead of what it missed; the first is not counted. */
	wholes = 0;
	connections = 0;
	readonly #socket: Socket<ServerEvents, ClientEvents>;
	/**
	 * What was heard over this connection: of that, nothing may come twice. Null while it asks again on the
	 * same one, when what is on its way and the answer may overlap.
	 */
	#heard: Set<number> | null = new Set<number>();
	#asking = false;
	#wordAt = Date.now();
	#trouble = '';
	#triedAt = 0;
	#closed = false;
	readonly #timer: NodeJS.Timeout;
	#pongs: NodeJS.Timeout | undefined;

	constructor(url: string, token: string) {
		this.#socket = io(url, {
			auth: { token },
			transports: ['websocket'],
			forceNew: true,
			...RECONNECT
		});
		this.#socket.on('connect', () => {
			this.connections++;
			void this.#ask('join');
		});
		this.#socket.on('frame', (frame) => this.#take(frame));
		this.#socket.on('heartbeat', ({ seq }) => {
			this.#wordAt = Date.now();
			if (this.board && seq > this.board.seq) void this.#ask('resume');
		});
		this.#socket.on('restarting', ({ within }) => {
			this.#socket.disconnect();
			setTimeout(() => this.#socket.connect(), Math.random() * within);
		});
		this.#socket.io.on('reconnect_attempt', () => (this.#triedAt = Date.now()));
		this.#socket.on('disconnect', (reason) => (this.#trouble = reason));
		this.#socket.on('connect_error', ({ message }) => {
			this.#trouble = message;
			if (this.#socket.active || this.#closed) return;
			setTimeout(() => this.#socket.connect(), 1000 + Math.random() * 1000);
		});
		this.#timer = setInterval(() => this.#watch(), 1000);
	}

	get seq(): number {
		return this.board?.seq ?? 0;
	}

	get connected(): boolean {
		return this.#socket.connected;
	}

	/** Where it stands, for a message. */
	get state(): string {
		if (this.connected) return `at ${this.seq}, connected`;
		const tried = Date.now() - this.#triedAt;
		const { readyState } = this.#socket.io.engine;
		return `at ${this.seq}, ${readyState}, tried ${tried} ms ago, then ${this.#trouble}`;
	}

	joined(): Promise<void> {
		return until('the screen has joined', () => this.board !== null);
	}

	/** Stops reading for good, and answers pings unheard: only what piles up can be its end. */
	stopReading(): void {
		const engine = this.#socket.io.engine as unknown as Deaf;
		this.#socket.io.reconnection(false);
		engine.transport.ws?.pause();
		this.#pongs = setInterval(() => {
			engine._resetPingTimeout();
			engine._sendPacket('pong');
		}, 2000);
	}

	readAgain(): void {
		clearInterval(this.#pongs);
		this.#pongs = undefined;
		this.#socket.io.reconnection(true);
		(this.#socket.io.engine as unknown as Deaf).transport.ws?.resume();
		this.#socket.disconnect().connect(); // what was cut is found dead at the first word
	}

	close(): void {
		this.#closed = true;
		clearInterval(this.#timer);
		clearInterval(this.#pongs);
		this.#socket.disconnect();
	}

	#take(frame: Frame): void {
		this.#wordAt = Date.now();
		for (const { seq } of frame.facts) {
			if (this.#heard?.has(seq)) this.broken.push(`fact ${seq} came twice`);
			this.#heard?.add(seq);
		}
		if (!this.board) return;
		const before = this.board.seq;
		const became = this.board.apply(frame);
		if (became === 'gap') {
			this.gaps++;
			void this.#ask('resume');
		}
		if (became !== 'applied') return;
		const fresh = frame.facts.filter(({ seq }) => seq > before);
		for (const [i, { seq }] of fresh.entries()) {
			if (seq !== before + 1 + i) this.broken.push(`fact ${seq} was folded after ${before + i}`);
		}
		this.folded += fresh.length;
	}

	async #ask(event: 'join' | 'resume'): Promise<void> {
		if (this.#closed) return;
		if (this.#asking && event === 'resume') return;
		this.#asking = true;
		this.#heard = event === 'join' ? new Set() : null;
		try {
			const payload = { campaign: SLUG, since: this.board?.seq };
			const answer = (await this.#socket
				.timeout(ANSWER_WITHIN)
				.emitWithAck(event, payload)) as JoinAnswer;
			if (!answer.ok) setTimeout(() => void this.#ask(event), 2000);
			else if ('units' in answer) this.#replace(answer);
		} catch {
			if (this.#socket.connected) this.#socket.disconnect().connect();
		} finally {
			this.#wordAt = Date.now();
			this.#heard ??= new Set();
			this.#asking = false;
		}
	}

	/** A server that says nothing is asked; when it does not answer, another connection is made. */
	#watch(): void {
		if (!this.#closed) revive(this.#socket);
		if (!this.connected || this.#pongs || Date.now() - this.#wordAt < QUIET_FOR) return;
		this.#wordAt = Date.now();
		void this.#ask('resume');
	}

	#replace(whole: Snapshot): void {
		if (!this.board) return void (this.board = new LiveBoard(whole));
		this.wholes++;
		this.board.replace(whole);
	}
}
