import type { Server, ServerResponse } from 'node:http';
import type { Settings } from '../settings.ts';
import { publicOrigin } from '../headers/origin.ts';

/** What every answer carries, whoever makes it: pages, static files, the live channel, refusals. */
const ALWAYS = {
	'x-content-type-options': 'nosniff',
	'referrer-policy': 'same-origin',
	'cross-origin-opener-policy': 'same-origin',
	'permissions-policy': 'camera=(), microphone=(), geolocation=(self)'
};
/** Without `includeSubDomains` a neighbour's plain page could still plant cookies for this host. */
const TLS_ONLY = 'max-age=31536000; includeSubDomains';

/** What Node says to a request that cannot be read, by the error's code. */
const UNREADABLE: Record<string, string> = {
	HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
	HPE_CHUNK_EXTENSIONS_OVERFLOW: '413 Payload Too Large',
	ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout'
};

/**
 * Puts the headers that protect a browser on every answer of this server. Call it when all other
 * listeners are in place: it comes before them.
 */
export function protectAnswers(server: Server, settings: Settings): void {
	server.prependListener('request', (request, response: ServerResponse) => {
		const origin = publicOrigin(request.headers, 'encrypted' in request.socket, settings);
		for (const [name, value] of Object.entries(headersFor(origin))) response.setHeader(name, value);
	});
	server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
		if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
		const lines = Object.entries(headersFor(settings.ORIGIN ?? ''));
		const status = UNREADABLE[error.code ?? ''] ?? '400 Bad Request';
		const head = [
			`HTTP/1.1 ${status}`,
			'connection: close',
			...lines.map((pair) => pair.join(': '))
		];
		socket.end(`${head.join('\r\n')}\r\n\r\n`);
	});
}

function headersFor(origin: string): Record<string, string> {
	return origin.startsWith('https:')
		? { ...ALWAYS, 'strict-transport-security': TLS_ONLY }
		: ALWAYS;
}

/**
 * The content security policy with the live channel's own address. `'self'` means it too, but not to
 * WebKit before 15.4, which phones of the field still run. @param host as the browser knows us
 */
export function withLiveChannel(policy: string, { protocol, host }: URL): string {
	if (!/^[\w.-]+(:\d+)?$|^\[[\da-f:.]+\](:\d+)?$/i.test(host)) return policy;
	const channel = `${protocol === 'https:' ? 'wss' : 'ws'}://${host}`;
	return policy.replace("connect-src 'self'", `connect-src 'self' ${channel}`);
}
