import { createServer, type AddressInfo, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { once } from 'node:events';

export interface Usage {
	/** Objects and buffers that are in use, in bytes. */
	living: number;
	/** Processor time since the start, in milliseconds. */
	cpu: number;
}

/** What one server process uses. */
export interface Meter {
	cpu: () => Promise<number>;
	/** After collecting garbage. */
	memory: () => Promise<Usage>;
}

/** Hears the meters that are preloaded into the servers. */
export class Meters {
	readonly #server = createServer((socket) => this.#welcome(socket));
	readonly #sockets = new Map<string, Socket>();
	readonly #answers = new Map<string, (usage: Usage) => void>();
	#started = 0;

	async listen(): Promise<this> {
		this.#server.listen(0, '127.0.0.1').unref();
		await once(this.#server, 'listening');
		return this;
	}

	/** What a server needs in its environment to be measured, and its meter. */
	next(): { environment: Record<string, string>; meter: Meter } {
		const name = `server-${++this.#started}`;
		const environment = {
			NODE_OPTIONS: `--import ${new URL('./meter.ts', import.meta.url).href}`,
			BENCH_METER: String((this.#server.address() as AddressInfo).port),
			BENCH_METER_NAME: name
		};
		const meter = {
			cpu: async () => (await this.#ask(name, 'cpu')).cpu,
			memory: () => this.#ask(name, 'memory')
		};
		return { environment, meter };
	}

	close(): void {
		for (const socket of this.#sockets.values()) socket.destroy();
		this.#server.close();
	}

	#welcome(socket: Socket): void {
		let name = '';
		socket.on('error', () => undefined);
		createInterface({ input: socket }).on('line', (line) => {
			if (name) this.#answers.get(name)?.(JSON.parse(line) as Usage);
			else this.#sockets.set((name = line), socket);
		});
	}

	#ask(name: string, what: 'cpu' | 'memory'): Promise<Usage> {
		const socket = this.#sockets.get(name);
		if (!socket) throw new Error(`${name} has no meter`);
		return new Promise((resolve) => {
			this.#answers.set(name, resolve);
			socket.write(`${what}\n`);
		});
	}
}
