import { randomUUID } from 'node:crypto';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { serveCalls } from '../remote.ts';
import { Wire } from './wire.ts';

export interface Attack {
	port: number;
	campaign: string;
	/** A session of the one account that attacks. */
	token: string;
	/** Its commune. */
	unit: string;
	/** The log's head. */
	head: number;
	/** How long, in milliseconds. */
	milliseconds: number;
}

/** How often each kind of attack was answered as asked, and how often it was not. */
export type Attacked = Record<string, { granted: number; refused: number }>;

const SOCKETS = 8;
const RESUMES = 30;
const BEHIND = 4_500;
const UPLOADS = 60;
const RAISES = 1_500;
const READERS = 12;
const PAGES = 8;
/** What was cut or refused is tried again after this long, in milliseconds. */
const AGAIN = 500;

/** One account that does its worst in every way at once, for a while. */
class Attacker {
	readonly #attack: Attack;
	readonly #end: number;
	readonly #tally: Attacked = {};
	readonly #open = new Set<() => void>();

	constructor(attack: Attack) {
		this.#attack = attack;
		this.#end = Date.now() + attack.milliseconds;
	}

	async run(): Promise<Attacked> {
		const times = (count: number, act: () => Promise<void>) =>
			Array.from({ length: count }, () => this.#again(act));
		await Promise.all([
			...times(SOCKETS, () => this.#resumeUnread()),
			...times(UPLOADS, () => this.#uploadSlowly()),
			...times(READERS, () =>
				this.#read('facts', `/api/v1/campaigns/${this.#slug}/facts?limit=5000`)
			),
			...times(PAGES, () => this.#read('pages', `/${this.#slug}/map`)),
			this.#raise()
		]);
		return this.#tally;
	}

	/** Ends what was left open. */
	stop(): void {
		for (const close of this.#open) close();
	}

	get #slug(): string {
		return this.#attack.campaign;
	}

	get #over(): boolean {
		return Date.now() >= this.#end;
	}

	async #again(act: () => Promise<void>): Promise<void> {
		while (!this.#over) await act().catch(() => sleep(AGAIN));
	}

	#count(kind: string, granted: boolean): void {
		const tally = (this.#tally[kind] ??= { granted: 0, refused: 0 });
		tally[granted ? 'granted' : 'refused']++;
	}

	/** A socket that asks again and again for thousands of facts and reads none of them. */
	async #resumeUnread(): Promise<void> {
		const { port, token, campaign, head } = this.#attack;
		const resume = { campaign, since: Math.max(0, head - BEHIND) };
		await new Promise<void>((resolve) => {
			const close = () => {
				clearTimeout(patience);
				this.#open.delete(close);
				wire.cut();
				resolve();
			};
			const patience = setTimeout(close, Math.max(0, this.#end - Date.now()) + 60_000);
			this.#open.add(close);
			const wire = new Wire(
				port,
				{ token },
				{
					connected: () => {
						wire.stopReading();
						this.#count('sockets', true);
						for (let i = 0; i < RESUMES; i++)
							wire.send(`2${i}${JSON.stringify(['resume', resume])}`);
					},
					packet: () => undefined,
					closed: () => {
						this.#count('sockets', false);
						setTimeout(close, AGAIN);
					}
				}
			);
			// It stays open and unread until the end.
			setTimeout(resolve, Math.max(0, this.#end - Date.now()));
		});
	}

	/** A picture that comes at a byte every two seconds. */
	async #uploadSlowly(): Promise<void> {
		const { port, token, campaign } = this.#attack;
		await new Promise<void>((resolve) => {
			const socket = connect(port, '127.0.0.1');
			const trickle = setInterval(() => socket.write('x'), 2_000);
			const close = () => {
				clearInterval(trickle);
				this.#open.delete(close);
				socket.destroy();
				resolve();
			};
			this.#open.add(close);
			socket.on('connect', () => {
				socket.write(
					`POST /api/v1/campaigns/${campaign}/files HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n` +
						`Authorization: Bearer ${token}\r\nContent-Type: image/jpeg\r\nx-file-name: a.jpg\r\n` +
						'Content-Length: 100000\r\n\r\nx'
				);
			});
			socket.on('data', () => {
				this.#count('uploads', false);
				setTimeout(close, AGAIN);
			});
			socket.on('error', () => undefined);
			socket.on('close', () => setTimeout(close, AGAIN));
			setTimeout(close, Math.max(0, this.#end - Date.now()));
		});
	}

	async #raise(): Promise<void> {
		const { unit, milliseconds } = this.#attack;
		const every = milliseconds / RAISES;
		const sent: Promise<void>[] = [];
		const begun = Date.now();
		for (let i = 0; i < RAISES && !this.#over; i++) {
			const wait = begun + i * every - Date.now();
			if (wait > 0) await sleep(wait);
			const input = { unit, kind: 'equipment', severity: 'blocking', title: `Máy quét hỏng ${i}` };
			const command = { id: randomUUID(), type: 'request.raise', input };
			sent.push(
				this.#fetch(`/api/v1/campaigns/${this.#slug}/commands`, {
					method: 'POST',
					headers: { 'content-type': 'application/json' },
					body: JSON.stringify(command)
				}).then(
					async (response) => {
						await response.arrayBuffer();
						this.#count('raises', response.ok);
					},
					() => this.#count('raises', false)
				)
			);
		}
		await Promise.all(sent);
	}

	async #read(kind: string, path: string): Promise<void> {
		const response = await this.#fetch(path);
		await response.arrayBuffer();
		this.#count(kind, response.ok);
		if (!response.ok) await sleep(AGAIN);
	}

	#fetch(path: string, init: RequestInit = {}): Promise<Response> {
		const { port, token } = this.#attack;
		const headers = { ...init.headers, authorization: `Bearer ${token}` };
		return fetch(`http://127.0.0.1:${port}${path}`, { ...init, headers, redirect: 'manual' });
	}
}

let attacker: Attacker | undefined;

const calls = {
	run(attack: Attack): Promise<Attacked> {
		attacker = new Attacker(attack);
		return attacker.run();
	},
	stop: () => attacker?.stop()
};
export type AttackerCalls = typeof calls;

serveCalls(calls);
