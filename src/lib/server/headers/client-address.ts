import { isIP } from 'node:net';
import type { IncomingMessage } from 'node:http';

/**
 * Where a request comes from: the connection, or what the trusted proxy in front of it says. A proxy that
 * says nothing, or no address, is taken for the client itself: all behind it then share its limits.
 */
export function clientAddress(
	{ headers, socket }: Pick<IncomingMessage, 'headers' | 'socket'>,
	{ TRUST_PROXY }: { TRUST_PROXY: boolean }
): string {
	const connected = socket.remoteAddress ?? '';
	if (!TRUST_PROXY) return connected;
	// The last one was added by the proxy in front of us; whatever stands before it, by whoever asked.
	const said = String(headers['x-forwarded-for'] ?? '')
		.split(',')
		.at(-1)
		?.trim();
	const address = said?.replace(/^\[(.+)\](:\d+)?$|^([\d.]+):\d+$/, '$1$3') ?? '';
	return isIP(address) ? address : connected;
}
