import type { Socket } from 'socket.io-client';

/**
 * How a screen that lost its server tries again: soon, then every three seconds at most, so that it is
 * back within five of the server's return; spread, so that thousands do not knock at once.
 */
export const RECONNECT = {
	reconnectionDelay: 500,
	reconnectionDelayMax: 3_000,
	randomizationFactor: 0.5
} as const;

/**
 * Opens a new connection in the place of one that Socket.IO 4.8 has forgotten, to be called every second.
 * It listens for errors while it opens, but not for a close: when the server dies after it took the
 * WebSocket and before its first word, nothing would be tried for 20 s.
 */
export function revive(socket: Socket): void {
	const { _readyState, engine } = socket.io;
	if (_readyState === 'opening' && engine.readyState === 'closed') socket.disconnect().connect();
}
