import { deviceDatabase } from '../device-database.ts';
import type { Change } from './outbox.ts';
import type { OutboxItem } from './outbox-item.ts';

/** Where items are kept. One step reads and changes them in one transaction, across tabs and worker. */
export interface OutboxStore {
	/** Whether items outlive the page. */
	readonly lasting: boolean;
	read(): Promise<OutboxItem[]>;
	change<Decided extends Change>(decide: (items: OutboxItem[]) => Decided): Promise<Decided>;
}

/** The device's store; where the browser refuses one, the page's memory. */
export async function openOutboxStore(): Promise<OutboxStore> {
	try {
		await deviceDatabase();
		return deviceStore;
	} catch {
		return memoryStore();
	}
}

const deviceStore: OutboxStore = {
	lasting: true,
	async read() {
		return (await deviceDatabase()).getAll('outbox');
	},
	async change(decide) {
		const db = await deviceDatabase();
		// Strict: on the disk before anybody is told that it is kept.
		const tx = db.transaction('outbox', 'readwrite', { durability: 'strict' });
		const decided = decide(await tx.store.getAll());
		await Promise.all([
			...decided.remove.map((id) => tx.store.delete(id)),
			...decided.put.map((item) => tx.store.put(item)),
			tx.done
		]);
		return decided;
	}
};

/** Items of this page only. */
export function memoryStore(items: OutboxItem[] = []): OutboxStore {
	const kept = new Map(items.map((item) => [item.id, item]));
	return {
		lasting: false,
		read: () => Promise.resolve([...kept.values()]),
		change: (decide) => {
			const decided = decide([...kept.values()]);
			for (const id of decided.remove) kept.delete(id);
			for (const item of decided.put) kept.set(item.id, item);
			return Promise.resolve(decided);
		}
	};
}
