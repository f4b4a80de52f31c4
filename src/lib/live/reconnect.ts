/**
 * How a screen that lost its server tries again: soon, then every three seconds at most, so that it is
 * back within five of the server's return; spread, so that thousands do not knock at once.
 */
export const RECONNECT = {
	reconnectionDelay: 500,
	reconnectionDelayMax: 3_000,
	randomizationFactor: 0.5
} as const;
