import { io, type Socket } from 'socket.io-client';
import type { ClientEvents, Frame, JoinAnswer, ServerEvents } from '#lib/protocol/frames.ts';
import type { Snapshot } from '#lib/protocol/snapshot.ts';
import { RECONNECT } from '#lib/live/reconnect.ts';
import { LiveBoard } from '#lib/live/live-board.svelte.ts';
import { SLUG } from '../harness/campaign.ts';
import { until } from '../harness/client.ts';

const ANSWER_WITHIN = 8_000;
const QUIET_FOR = 12_000;

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
	#closed = false;
	readonly #timer: NodeJS.Timeout;

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
		return `at ${this.seq}, ${this.connected ? 'connected' : `not connected: ${this.#trouble}`}`;
	}

	joined(): Promise<void> {
		return until('the screen has joined', () => this.board !== null);
	}

	/** Stops reading, as a frozen phone does; what is sent to it piles up. */
	stopReading(): void {
		this.#transport()?.pause();
	}

	readAgain(): void {
		this.#transport()?.resume();
	}

	close(): void {
		this.#closed = true;
		clearInterval(this.#timer);
		this.#socket.disconnect();
	}

	#transport(): { pause(): void; resume(): void } | undefined {
		const { engine } = this.#socket.io;
		return (engine.transport as unknown as { ws?: { pause(): void; resume(): void } }).ws;
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
		if (!this.connected || Date.now() - this.#wordAt < QUIET_FOR) return;
		this.#wordAt = Date.now();
		void this.#ask('resume');
	}

	#replace(whole: Snapshot): void {
		if (!this.board) return void (this.board = new LiveBoard(whole));
		this.wholes++;
		this.board.replace(whole);
	}
}
