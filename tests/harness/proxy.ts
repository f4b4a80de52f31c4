import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { once } from 'node:events';

export interface Proxy {
	url: string;
	/** Cuts every connection without a goodbye and lets no new one in. */
	cut: () => void;
	/** Goes silent: connections stay open and nothing passes, as when the other host lost its power. */
	freeze: () => void;
	/** Lets connections in again. */
	heal: () => void;
	close: () => Promise<void>;
}

/** A network between a client and a server on this machine, for tests to cut. */
export async function startProxy(port: number): Promise<Proxy> {
	const open = new Set<Socket>();
	let down = false;
	const server = createServer((client) => {
		if (down) return void client.destroy();
		const upstream = connect(port, '127.0.0.1');
		for (const socket of [client, upstream]) {
			open.add(socket);
			socket.on('error', () => socket.destroy());
			socket.on('close', () => {
				open.delete(socket);
				client.destroy();
				upstream.destroy();
			});
		}
		client.pipe(upstream);
		upstream.pipe(client);
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	const cut = () => {
		down = true;
		for (const socket of open) socket.resetAndDestroy();
	};
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		cut,
		freeze: () => {
			for (const socket of open) socket.unpipe().pause();
		},
		heal: () => (down = false),
		close: async () => {
			cut();
			server.close();
			await once(server, 'close');
		}
	};
}
