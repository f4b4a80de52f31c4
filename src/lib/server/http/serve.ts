import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Runtime } from '../runtime.ts';
import { publicOrigin } from './origin.ts';

type Handler = (request: IncomingMessage, response: ServerResponse, next: () => void) => void;

/** Headers in which the built handler is told what we found out about the request. */
export const HANDLER_SETTINGS = {
	PROTOCOL_HEADER: 'x-forwarded-proto',
	HOST_HEADER: 'x-forwarded-host'
} as const;

export interface Served {
	/** Where it listens, e.g. http://127.0.0.1:3000 */
	url: string;
	/** Stops taking requests, ends sockets, lets open requests finish. */
	stop(): Promise<void>;
}

/** Pages, API and live channel on one port. @throws when the port is taken */
export async function serve(runtime: Runtime, handler: Handler): Promise<Served> {
	const { settings, live } = runtime;
	const server = createServer((request, response) => {
		const said = publicOrigin(request.headers, 'encrypted' in request.socket, settings);
		if (!URL.canParse(said)) {
			response.statusCode = 400; // a Host header that is none
			return void response.end();
		}
		const origin = new URL(said);
		request.headers['x-forwarded-proto'] = origin.protocol.slice(0, -1);
		request.headers['x-forwarded-host'] = origin.host;
		// Who takes anything gets what a browser gets: a form answers with a redirect, not with JSON.
		if ((request.headers.accept ?? '*/*') === '*/*') request.headers.accept = 'text/html,*/*';
		handler(request, response, () => {
			response.statusCode = 404;
			response.end();
		});
	});
	server.requestTimeout = 60_000;
	server.headersTimeout = 20_000;
	server.keepAliveTimeout = 65_000; // longer than the usual proxy's, so that it closes first
	live.attach(server, { alone: true });
	await new Promise<void>((resolve, reject) => {
		server.once('error', reject);
		server.listen(settings.PORT, settings.HOST, resolve);
	});
	const { port } = server.address() as AddressInfo;
	const host = ['0.0.0.0', '::'].includes(settings.HOST) ? '127.0.0.1' : settings.HOST;
	return {
		url: `http://${host}:${port}`,
		async stop() {
			const closed = new Promise((resolve) => server.close(resolve));
			// Sockets first: the server does not close while they are open.
			await live.close();
			server.closeIdleConnections();
			const late = setTimeout(() => server.closeAllConnections(), settings.SHUTDOWN_SECONDS * 1000);
			await closed;
			clearTimeout(late);
		}
	};
}
