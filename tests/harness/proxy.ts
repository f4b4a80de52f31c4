import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { once } from 'node:events';
import { Wire, type Weather } from './wire.ts';

/** Nothing is slow. */
export const CLEAR: Weather = { delay: 0, bandwidth: Infinity };

export interface Proxy {
	url: string;
	port: number;
	/** Ports it leads to, taken in turn; one that refuses is passed over. */
	targets: number[];
	/** Connections open now, oldest first. */
	wires: ReadonlySet<Wire>;
	/** May be changed at any time: it holds for what is sent from then on. */
	weather: Weather;
	/** Cuts every connection without a goodbye and lets no new one in. */
	cut: () => void;
	/** Every open connection goes silent for as long as `heal` is not called; new ones work. */
	freeze: () => void;
	/** Silence all over: new connections are taken too, and nothing passes. */
	blackhole: () => void;
	/** Lets connections in again, and what was held back pass. */
	heal: () => void;
	close: () => Promise<void>;
}

/**
 * A network between clients and one or more servers on this machine, for tests to cut and slow down.
 * With several ports it is a balancer.
 */
export async function startProxy(...targets: number[]): Promise<Proxy> {
	const wires = new Set<Wire>();
	const pending = new Set<Socket>();
	let state: 'open' | 'cut' | 'silent' = 'open';
	let turn = 0;
	const take = async (client: Socket) => {
		const upstream = await reach(proxy.targets, turn++);
		pending.delete(client);
		if (!upstream || client.destroyed) {
			upstream?.destroy();
			return void client.destroy();
		}
		const wire = new Wire(client, upstream, proxy.weather);
		wires.add(wire);
		client.once('close', () => wires.delete(wire));
		if (state === 'silent') wire.freeze();
		else client.resume();
	};
	const server = createServer({ pauseOnConnect: true }, (client) => {
		client.on('error', () => client.destroy());
		if (state === 'cut') return void client.destroy();
		pending.add(client);
		void take(client);
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	const { port } = server.address() as AddressInfo;
	const proxy: Proxy = {
		url: `http://127.0.0.1:${port}`,
		port,
		targets,
		wires,
		weather: { ...CLEAR },
		cut: () => {
			state = 'cut';
			for (const client of pending) client.destroy();
			for (const wire of wires) wire.cut();
		},
		freeze: () => {
			for (const wire of wires) wire.freeze();
		},
		blackhole: () => {
			state = 'silent';
			proxy.freeze();
		},
		heal: () => {
			state = 'open';
			for (const wire of wires) wire.thaw();
		},
		close: async () => {
			proxy.cut();
			server.close();
			await once(server, 'close');
		}
	};
	return proxy;
}

/** A connection to the first port from `turn` on that takes one; null when none does. */
async function reach(ports: number[], turn: number): Promise<Socket | null> {
	for (let i = 0; i < ports.length; i++) {
		const socket = connect(ports[(turn + i) % ports.length] ?? 0, '127.0.0.1');
		try {
			await once(socket, 'connect');
			return socket;
		} catch {
			socket.destroy();
		}
	}
	return null;
}
