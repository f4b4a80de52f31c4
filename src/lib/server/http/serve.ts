import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, ListenOptions } from 'node:net';
import type { Runtime } from '../runtime.ts';
import type { Settings } from '../settings.ts';
import { connectionId, passOn } from '../workers/pass-on.ts';
import { workerPlace } from '../workers/place.ts';
import { protectAnswers } from './answer-headers.ts';
import { clientAddress } from '../headers/client-address.ts';
import { publicOrigin } from '../headers/origin.ts';
import { refuseEarly } from './refuse-early.ts';
import { RequestBudget } from './request-budget.ts';
import { cutSlowClients } from './slow-clients.ts';

type Handler = (request: IncomingMessage, response: ServerResponse, next: () => void) => void;

/** Headers in which the built handler is told what we found out about the request. */
export const HANDLER_SETTINGS = {
	PROTOCOL_HEADER: 'x-forwarded-proto',
	HOST_HEADER: 'x-forwarded-host',
	ADDRESS_HEADER: 'x-forwarded-for',
	XFF_DEPTH: '1',
	// The endpoint for files counts for itself; in front of every other one stands `isTooLong`.
	BODY_SIZE_LIMIT: '64M'
} as const;

/** A request's head, and the whole of it, come within this, or it is answered 408; in milliseconds. */
const HEADERS_WITHIN = 10_000;
const BODY_WITHIN = 60_000;
/** How often Node looks for those that take longer: every 30 s, if it is not told. */
const CHECK_EVERY = 2_000;

export interface Served {
	/** Where it listens, e.g. http://127.0.0.1:3000 */
	url: string;
	/** Stops taking requests, ends sockets, lets open requests finish. */
	stop(): Promise<void>;
}

/** Pages, API and live channel on one port. @throws when the port is taken */
export async function serve(runtime: Runtime, handler: Handler): Promise<Served> {
	const { settings, live, sessions, log } = runtime;
	const budget = new RequestBudget(sessions, log, settings.LIMIT_FACTOR);
	const timing = { connectionsCheckingInterval: CHECK_EVERY };
	const server = createServer(timing, (request, response) => {
		const said = publicOrigin(request.headers, 'encrypted' in request.socket, settings);
		if (!URL.canParse(said)) {
			response.statusCode = 400; // a Host header that is none
			return void response.end();
		}
		const origin = new URL(said);
		request.headers['x-forwarded-proto'] = origin.protocol.slice(0, -1);
		request.headers['x-forwarded-host'] = origin.host;
		request.headers['x-forwarded-for'] = clientAddress(request, settings);
		// Who takes anything gets what a browser gets: a form answers with a redirect, not with JSON.
		if ((request.headers.accept ?? '*/*') === '*/*') request.headers.accept = 'text/html,*/*';
		response.once('finish', () => discardBody(request));
		if (refuseEarly(request, response)) return;
		if (budget.refuses(request, response, origin.protocol === 'https:')) return;
		handler(request, response, () => {
			response.statusCode = 404;
			response.end();
		});
	});
	server.requestTimeout = BODY_WITHIN;
	server.headersTimeout = HEADERS_WITHIN;
	const stopWatching = cutSlowClients(server);
	server.keepAliveTimeout = 65_000; // longer than the usual proxy's, so that it closes first
	const place = workerPlace();
	live.attach(server, { alone: true, ...(place && { newId: () => connectionId(place) }) });
	const closeDoor = place && (await passOn(server, place));
	protectAnswers(server, settings);
	await listen(server, settings, place !== null);
	const { port } = server.address() as AddressInfo;
	const host = ['0.0.0.0', '::'].includes(settings.HOST) ? '127.0.0.1' : settings.HOST;
	return {
		url: `http://${host}:${port}`,
		async stop() {
			const closed = new Promise((resolve) => server.close(resolve));
			closeDoor?.();
			stopWatching();
			// Sockets first: the server does not close while they are open.
			await live.close();
			server.closeIdleConnections();
			const late = setTimeout(() => server.closeAllConnections(), settings.SHUTDOWN_SECONDS * 1000);
			await closed;
			clearTimeout(late);
		}
	};
}

/** Reads and drops what is left of a body that was answered early: until then the connection's next request waits. */
function discardBody(request: IncomingMessage): void {
	if (request.complete) return;
	request.removeAllListeners('data'); // a stream that nobody reads would pause it again
	request.resume();
}

/**
 * @param shared several workers listen on this port, each by itself: the system spreads connections, and
 * those of a worker that dies are reset at once. Where it cannot (macOS, Windows), Node hands them over.
 */
async function listen(
	server: Server,
	{ PORT: port, HOST: host }: Settings,
	shared: boolean
): Promise<void> {
	const attempt = (options: ListenOptions) => {
		server.listen(options);
		return once(server, 'listening');
	};
	if (!shared) return void (await attempt({ port, host }));
	try {
		await attempt({ port, host, reusePort: true, exclusive: true });
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== 'ENOTSUP') throw error;
		await attempt({ port, host });
	}
}
