import type { Socket } from 'socket.io';

/** What may wait for a screen that does not read; beyond it the screen is cut and resumes by `seq`. */
const QUEUE_LIMIT = 1024 * 1024;

/** Who has more than this to read is not given more of what came before, until it has read. */
export const UNREAD_LIMIT = 256 * 1024;

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

/**
 * Whether somebody does not read. What a join gave at once may lie there besides: a slow network takes its
 * time for it, and it is counted off when the queue is short again.
 */
export function isNotReading(socket: Pick<Socket, 'conn'> & { data: { given?: number } }): boolean {
	const queued = queuedBytes(socket);
	if (queued <= UNREAD_LIMIT) socket.data.given = 0;
	return queued > QUEUE_LIMIT + (socket.data.given ?? 0);
}
