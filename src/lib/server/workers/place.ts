import cluster from 'node:cluster';
import { join } from 'node:path';

/** Which of several workers this process is; a replacement takes the slot of the one that died. */
export interface WorkerPlace {
	slot: number;
	/** Folder of this run in which workers listen for each other. */
	folder: string;
}

/** The environment by which a worker is told its place. */
export const environmentOf = ({ slot, folder }: WorkerPlace) => ({
	TIEN_DO_WORKER: String(slot),
	TIEN_DO_WORKERS: folder
});

/** Null in a process that is nobody's worker. */
export function workerPlace(): WorkerPlace | null {
	const { TIEN_DO_WORKER: slot, TIEN_DO_WORKERS: folder } = process.env;
	return cluster.isWorker && slot && folder ? { slot: Number(slot), folder } : null;
}

/** Where the worker of a slot listens for the others: a Unix socket, on Windows a named pipe. */
export function privateAddress({ slot, folder }: WorkerPlace): string {
	if (process.platform !== 'win32') return join(folder, `${slot}.sock`);
	return `\\\\.\\pipe\\${folder.replaceAll(/[^\w-]/g, '-')}-${slot}`;
}
