import { setTimeout as sleep } from 'node:timers/promises';
import { io, type Socket } from 'socket.io-client';
import type { CommandAnswer, CommandInput, CommandType } from '#lib/protocol/commands.ts';
import type { ClientEvents, Frame, JoinAnswer, ServerEvents } from '#lib/protocol/frames.ts';

/** How long the server may take to answer before the same command is sent again. */
const ANSWER_WITHIN = 10_000;
/** Pause before a command that the server could not take now is sent again. */
const AGAIN_AFTER = 1_000;
/** How often a server that cannot be reached is tried, a second apart, before a sign-in fails. */
const SIGN_IN_TRIES = 15;

export interface Endpoint {
	/** Where the server is, e.g. http://127.0.0.1:4173 */
	baseUrl: string;
	campaign: string;
	signal: AbortSignal;
}

/** A command as a client sends it. */
type Order = {
	[Type in CommandType]: { id: string; type: Type; input: CommandInput<Type> };
}[CommandType];

interface Credentials {
	username: string;
	password: string;
}

/** Somebody of the campaign, signed in, with a socket of its own: one command after the other, each done once. */
export class Participant {
	readonly #endpoint: Endpoint;
	readonly #account: Credentials;
	readonly #socket: Socket<ServerEvents, ClientEvents>;
	#queue: Promise<unknown> = Promise.resolve();
	#token: string;

	/** Signs in and starts connecting. @throws when the name or password is wrong */
	static async enter(
		endpoint: Endpoint,
		{ username, password }: Credentials
	): Promise<Participant> {
		const account = { username, password };
		return new Participant(endpoint, account, await signIn(endpoint, account));
	}

	private constructor(endpoint: Endpoint, account: Credentials, token: string) {
		this.#endpoint = endpoint;
		this.#account = account;
		this.#token = token;
		const socket: Socket<ServerEvents, ClientEvents> = io(endpoint.baseUrl, {
			auth: (use) => use({ token: this.#token }),
			transports: ['websocket'],
			extraHeaders: { origin: new URL(endpoint.baseUrl).origin },
			forceNew: true,
			reconnectionDelay: 300,
			reconnectionDelayMax: 5_000
		});
		this.#socket = socket;
		socket.on('connect_error', (error) => {
			// A refused handshake is not tried again by itself.
			if (!socket.active) void this.#comeBack(error.message === 'unauthenticated');
		});
		socket.on('disconnect', () => {
			if (!socket.active) void this.#comeBack(true);
		});
		endpoint.signal.addEventListener('abort', () => this.leave(), { once: true });
	}

	get token(): string {
		return this.#token;
	}

	/**
	 * Sends a command after those before it. Tries for as long as it takes, with the same id, while the
	 * server is away. @throws when the endpoint's signal aborts
	 */
	send(command: Order): Promise<CommandAnswer> {
		const sent = this.#queue.then(() => this.#deliver(command));
		this.#queue = sent.catch(() => undefined);
		return sent;
	}

	/** Hears the campaign from `since` on: again after every reconnect and every gap. */
	watch(since: () => number, hear: (news: Frame | JoinAnswer) => void): void {
		const { campaign } = this.#endpoint;
		const join = () => {
			this.#socket
				.timeout(ANSWER_WITHIN)
				.emitWithAck('join', { campaign, since: since() })
				.then(hear)
				.catch(() => this.#socket.disconnect().connect());
		};
		this.#socket.on('connect', join);
		this.#socket.on('frame', (frame) => {
			if (frame.from > since() + 1) join();
			else hear(frame);
		});
		if (this.#socket.connected) join();
	}

	leave(): void {
		this.#socket.disconnect();
	}

	async #deliver(command: Order): Promise<CommandAnswer> {
		const { campaign, signal } = this.#endpoint;
		for (;;) {
			signal.throwIfAborted();
			try {
				const answer = (await this.#socket
					.timeout(ANSWER_WITHIN)
					.emitWithAck('command', { ...command, campaign })) as CommandAnswer;
				if (answer.ok || !isPassing(answer.error.code)) return answer;
			} catch {
				// no answer in time, or the connection broke: the same id again
			}
			await sleep(AGAIN_AFTER, undefined, { signal });
		}
	}

	async #comeBack(withNewSession: boolean): Promise<void> {
		const { signal } = this.#endpoint;
		try {
			await sleep(AGAIN_AFTER, undefined, { signal });
			if (withNewSession) this.#token = await signIn(this.#endpoint, this.#account);
			if (!signal.aborted) this.#socket.connect();
		} catch {
			if (!signal.aborted) void this.#comeBack(withNewSession);
		}
	}
}

const isPassing = (code: string) => ['unavailable', 'rate_limited'].includes(code);

/** Waits as long as the server asks to. @throws when it refuses the account or cannot be reached */
async function signIn(endpoint: Endpoint, account: Credentials): Promise<string> {
	const { baseUrl, signal } = endpoint;
	for (let tries = 1; ; tries++) {
		const response = await fetch(new URL('/api/v1/session', baseUrl), {
			method: 'POST',
			headers: { 'content-type': 'application/json', origin: new URL(baseUrl).origin },
			body: JSON.stringify(account),
			signal
		}).catch((error: unknown) => {
			if (signal.aborted || tries === SIGN_IN_TRIES) throw error;
			return null;
		});
		if (response === null || response.status === 429 || response.status === 503) {
			const seconds = Number(response?.headers.get('retry-after')) || 1;
			await sleep(seconds * 1000, undefined, { signal });
			continue;
		}
		const answer = (await response.json().catch(() => ({}))) as { token?: string };
		if (answer.token) return answer.token;
		throw new Error(`${account.username} could not sign in: ${response.status}`);
	}
}
