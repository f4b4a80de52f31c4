import { randomUUID } from 'node:crypto';
import { io, type Socket } from 'socket.io-client';

/** The facts of a frame as a stranger sees them on the wire. */
export interface WireFrame {
	campaign: string;
	from: number;
	to: number;
	facts: {
		seq: number;
		at: string;
		kind: string;
		actor: string;
		mark: string;
		data: Record<string, unknown>;
	}[];
}

export interface WireAnswer {
	ok: boolean;
	seq?: number;
	result?: Record<string, unknown>;
	error?: { code: string; message: string; field?: string; details?: Record<string, unknown> };
	units?: unknown[];
	mark?: string;
	campaign?: { setup: number };
}

/** A client that knows only the wire contract: HTTP sign-in, then a socket with its token. */
export async function signIn(url: string, username: string, password: string): Promise<string> {
	const response = await fetch(`${url}/api/v1/session`, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify({ username, password })
	});
	const answer = (await response.json()) as { token?: string };
	if (!answer.token) throw new Error(`${username} could not sign in: ${response.status}`);
	return answer.token;
}

export class Client {
	readonly socket: Socket;
	readonly frames: WireFrame[] = [];

	constructor(url: string, token: string, options: Parameters<typeof io>[1] = {}) {
		this.socket = io(url, {
			auth: { token },
			transports: ['websocket'],
			forceNew: true,
			reconnectionDelay: 50,
			reconnectionDelayMax: 200,
			...options
		});
		this.socket.on('frame', (frame: WireFrame) => this.frames.push(frame));
	}

	async connected(): Promise<this> {
		if (this.socket.connected) return this;
		await new Promise<void>((resolve, reject) => {
			this.socket.once('connect', resolve);
			this.socket.once('connect_error', reject);
		});
		return this;
	}

	ask(event: string, payload: unknown, within = 10_000): Promise<WireAnswer> {
		return this.socket.timeout(within).emitWithAck(event, payload) as Promise<WireAnswer>;
	}

	command(type: string, input: unknown, id: string = randomUUID()): Promise<WireAnswer> {
		return this.ask('command', { id, type, input });
	}

	/** The numbers of all facts heard, in the order they came. */
	get heard(): number[] {
		return this.frames.flatMap(({ facts }) => facts.map(({ seq }) => seq));
	}

	close(): void {
		this.socket.disconnect();
	}
}

/** A report of one line, right in every respect. */
export function report(unit: string, amount: number, date = '2025-03-01') {
	return {
		unit,
		date,
		lines: [{ category: 'birth', measure: 'cases', amount }],
		base_revision: 0,
		device_time: '2025-03-01T09:00:00+07:00'
	};
}

/** Waits until something holds. @throws naming it when it does not in time */
export async function until(
	what: string,
	holds: () => boolean | Promise<boolean>,
	within = 10_000
) {
	const end = Date.now() + within;
	while (!(await holds())) {
		if (Date.now() > end) throw new Error(`${what}: not within ${within} ms`);
		await new Promise((resolve) => setTimeout(resolve, 10));
	}
}
