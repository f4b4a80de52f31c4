import { deviceDatabase } from '../device-database.ts';
import type { Kept } from '../kept.ts';
import type { Change } from './outbox.ts';
import type { OutboxItem } from './outbox-item.ts';

/** Where items are kept. One step reads and changes them in one transaction, across tabs and worker. */
export interface OutboxStore {
	read(): Promise<OutboxItem[]>;
	change<Decided extends Change>(decide: (items: OutboxItem[]) => Decided): Promise<Decided>;
	/** Whether an item, as `read` last gave it, outlives the page. */
	keptOf(id: string): Kept;
	/** Whether something of this page still has to be written down. */
	readonly behind: boolean;
}

/** The part of a device that outlives the page. Every call may be refused, and then changed nothing. */
interface Device {
	read(): Promise<OutboxItem[]>;
	/** Reads and writes in one transaction; resolved once it is complete. */
	write<Decided extends Change>(decide: (items: OutboxItem[]) => Decided): Promise<Decided>;
}

/** A browser that does not answer at all has refused, after so many milliseconds. */
const ANSWER_WITHIN = 5_000;
class NoAnswer extends Error {}

/** The device's store. What the browser refuses lives in the page, and is written as soon as it can be. */
export function openOutboxStore(): OutboxStore {
	return new OverlaidStore(indexedDevice);
}

const indexedDevice: Device = {
	async read() {
		return inTime((await inTime(deviceDatabase())).getAll('outbox'));
	},
	async write(decide) {
		const db = await inTime(deviceDatabase());
		// Strict: on the disk before anybody is told that it is kept.
		const tx = db.transaction('outbox', 'readwrite', { durability: 'strict' });
		const late = setTimeout(() => tx.abort(), ANSWER_WITHIN);
		try {
			const decided = decide(await tx.store.getAll());
			await Promise.all([
				...decided.remove.map((id) => tx.store.delete(id)),
				...decided.put.map((item) => tx.store.put(item)),
				tx.done
			]);
			return decided;
		} catch (error) {
			tx.done.catch(() => {}); // said once
			throw error;
		} finally {
			clearTimeout(late);
		}
	}
};

async function inTime<Result>(work: Promise<Result>): Promise<Result> {
	let late: ReturnType<typeof setTimeout> | undefined;
	const silence = new Promise<never>((_, reject) => {
		late = setTimeout(() => reject(new NoAnswer()), ANSWER_WITHIN);
	});
	return Promise.race([work, silence]).finally(() => clearTimeout(late));
}

/** A device, and over it what it refused to write. */
export class OverlaidStore implements OutboxStore {
	readonly #device: Device;
	/** Refused: by id, an item as it should be, or null for one that should be gone. */
	readonly #refused = new Map<string, OutboxItem | null>();
	/** What the device was last seen to have. */
	#seen: OutboxItem[] = [];
	#answered = false;

	constructor(device: Device) {
		this.#device = device;
	}

	get behind(): boolean {
		return this.#refused.size > 0;
	}

	async read(): Promise<OutboxItem[]> {
		this.#seen = await this.#device.read().catch(() => this.#seen);
		this.#answered = true;
		return this.#laidOver(this.#seen);
	}

	async change<Decided extends Change>(decide: (items: OutboxItem[]) => Decided): Promise<Decided> {
		try {
			return await this.#write(decide);
		} catch (error) {
			if (error instanceof NoAnswer) return this.#hold(decide);
		}
		try {
			return await this.#write(decide); // its connection may only have been closed
		} catch {
			this.#seen = await this.#device.read().catch(() => this.#seen);
			return this.#hold(decide);
		}
	}

	/** Carries out in the page what the device refused. */
	#hold<Decided extends Change>(decide: (items: OutboxItem[]) => Decided): Decided {
		this.#answered = true;
		const refused = decide(this.#laidOver(this.#seen));
		for (const id of refused.remove) this.#refused.set(id, null);
		for (const item of refused.put) this.#refused.set(item.id, item);
		return refused;
	}

	/**
	 * An item counts as kept when the device has what the person typed; how often it was sent since, or
	 * what became of it, only makes it be sent once more.
	 */
	keptOf(id: string): Kept {
		if (!this.#answered) return 'unknown';
		const item = this.#refused.get(id);
		if (!item) return 'yes';
		return this.#seen.some((one) => one.id === id && one.typed_at === item.typed_at) ? 'yes' : 'no';
	}

	async #write<Decided extends Change>(decide: (items: OutboxItem[]) => Decided): Promise<Decided> {
		let written: [string, OutboxItem | null][] = [];
		let decided: Decided | undefined;
		await this.#device.write((stored) => {
			const items = this.#laidOver(stored);
			decided = decide(items);
			const { put, remove } = decided;
			const decidedAbout = new Set([...remove, ...put.map(({ id }) => id)]);
			const standing = new Map(items.map((item) => [item.id, item]));
			written = [...this.#refused];
			const late = written.filter(([id]) => !decidedAbout.has(id));
			return {
				put: [...late.flatMap(([id, item]) => (item ? (standing.get(id) ?? []) : [])), ...put],
				remove: [...late.flatMap(([id, item]) => (item ? [] : id)), ...remove]
			};
		});
		for (const [id, item] of written) {
			if (this.#refused.get(id) === item) this.#refused.delete(id);
		}
		return decided!;
	}

	/** What stands: another tab's answer to an item is newer than this page's waiting copy of it. */
	#laidOver(stored: OutboxItem[]): OutboxItem[] {
		if (this.#refused.size === 0) return stored;
		const items = new Map(stored.map((item) => [item.id, item]));
		for (const [id, item] of this.#refused) {
			const known = items.get(id);
			if (item === null) items.delete(id);
			else if (known?.state !== 'delivered') items.set(id, item);
		}
		return [...items.values()];
	}
}

/** Items of this page only. */
export function memoryStore(items: OutboxItem[] = []): OutboxStore {
	const kept = new Map(items.map((item) => [item.id, item]));
	return {
		behind: false,
		keptOf: () => 'unknown',
		read: () => Promise.resolve([...kept.values()]),
		change: (decide) => {
			const decided = decide([...kept.values()]);
			for (const id of decided.remove) kept.delete(id);
			for (const item of decided.put) kept.set(item.id, item);
			return Promise.resolve(decided);
		}
	};
}
