import { openDB, type DBSchema, type IDBPDatabase } from 'idb';
import type { Snapshot } from '#lib/protocol/snapshot.ts';
import type { OutboxItem } from './outbox/outbox-item.ts';

/** A board as a device last had it, and whose sign-in showed it. */
interface KeptSnapshot {
	account: string;
	/** Build that wrote it: another one may mean something else by the same words. */
	version: string;
	snapshot: Snapshot;
}

/** The last comparison of this device's clock with the server's. */
export interface KeptClock {
	/** Server's real time minus this device's, in milliseconds. */
	offset: number;
	/** The server's real time then, in milliseconds since 1970: it cannot be earlier now. */
	heard: number;
}

interface Device extends DBSchema {
	/** By id. */
	outbox: { key: string; value: OutboxItem };
	/** The last board of a campaign, by slug. */
	snapshot: { key: string; value: KeptSnapshot };
	/** How far this device's clock is off, as last heard. */
	clock: { key: 'clock'; value: KeptClock };
}
export type DeviceDatabase = IDBPDatabase<Device>;

let opened: Promise<DeviceDatabase> | null = null;

/**
 * What this device keeps for the product, shared by pages and worker. Never opened on the server.
 * @throws where the browser refuses storage
 */
export function deviceDatabase(): Promise<DeviceDatabase> {
	opened ??= openDB<Device>('tien-do', 1, {
		upgrade(db) {
			db.createObjectStore('outbox', { keyPath: 'id' });
			db.createObjectStore('snapshot');
			db.createObjectStore('clock');
		},
		// A newer version of the product in another tab must not wait for this one.
		blocking: (_current, _blocked, event) => {
			(event.target as IDBDatabase).close();
			opened = null;
		},
		terminated: () => {
			opened = null;
		}
	}).catch((error: unknown) => {
		opened = null;
		throw error;
	});
	return opened;
}
