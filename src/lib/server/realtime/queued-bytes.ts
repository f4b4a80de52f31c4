import type { Socket } from 'socket.io';

/** What may wait for a screen that does not read; beyond it the screen is cut and resumes by `seq`. */
export const QUEUE_LIMIT = 1024 * 1024;

/** Bytes this process holds for a socket that has not read them yet, about. */
export function queuedBytes(socket: Pick<Socket, 'conn'>): number {
	const { writeBuffer, transport } = socket.conn as unknown as {
		writeBuffer?: { data?: unknown }[];
		transport?: { socket?: { bufferedAmount?: number } };
	};
	const waiting = (writeBuffer ?? []).reduce(
		(sum, { data }) => sum + (typeof data === 'string' ? data.length : 0),
		0
	);
	return waiting + (transport?.socket?.bufferedAmount ?? 0);
}
