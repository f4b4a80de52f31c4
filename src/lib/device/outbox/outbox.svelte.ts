import type { ReportSubmit } from '#lib/campaign/reports/commands.ts';
import { newCommandId } from '#lib/live/command-id.ts';
import type { Kept } from '../kept.ts';
import * as steps from './outbox.ts';
import type { Change, Wish } from './outbox.ts';
import { exportedFile, importedItems, type ImportOutcome } from './outbox-file.ts';
import {
	isAboutRequest,
	isReport,
	isVisit,
	type OutboxAnswer,
	type OutboxItem,
	type ReportItem
} from './outbox-item.ts';
import { OutboxNews } from './outbox-news.ts';
import { memoryStore, openOutboxStore, type OutboxStore } from './outbox-store.ts';
import { hindranceFor, inTurn, sendWaiting, type Hindrance } from './send-waiting.ts';
import { askForSync, retryAfter } from './when-to-send.ts';

/** What an outbox belongs to, and how its items go out. */
interface OutboxOwner {
	/** User name; items of others on this device are neither shown nor sent. */
	account: string;
	send: (item: OutboxItem) => Promise<OutboxAnswer>;
	/** Whether a socket of this very session is open: then nobody needs to be asked whose it is. */
	isLive: () => boolean;
}

/** What one account reports and asks for on this device: waiting, delivered and refused. */
export class Outbox {
	/** Own items, oldest first. */
	items = $state.raw<OutboxItem[]>([]);
	/** What of other accounts waits on this device, counted by user name. */
	others = $state.raw<Record<string, number>>({});
	/** How far a sending is; null when nothing is being sent. */
	progress = $state.raw<{ done: number; of: number } | null>(null);
	hindrance = $state<Hindrance | null>(null);
	/** Whether the browser promised not to clear what is kept here; null before it was asked. */
	persisted = $state<boolean | null>(null);
	/** What is not delivered and only this page has, oldest first: closing it would lose that. */
	unkept = $state.raw<OutboxItem[]>([]);
	/** Whether the store has answered: before, nothing is known about what is kept. */
	#opened = $state(false);
	readonly waiting = $derived(this.items.filter(steps.isWaiting));
	readonly reports = $derived(this.items.filter(isReport));
	/** About support requests. */
	readonly requests = $derived(this.items.filter(isAboutRequest));
	/** Steps of the group's visits. */
	readonly visits = $derived(this.items.filter(isVisit));
	readonly refused = $derived(this.items.filter(({ state }) => state === 'refused'));
	readonly account: string;
	readonly #owner: OutboxOwner;
	readonly #news: OutboxNews;
	#store: OutboxStore = memoryStore();
	#sending: Promise<void> | null = null;
	#again = false;
	#confirmed = false;
	#failures = 0;
	#timer: ReturnType<typeof setTimeout> | undefined;

	constructor(owner: OutboxOwner) {
		this.#owner = owner;
		this.account = owner.account;
		this.#news = new OutboxNews();
	}

	/** Opens the device's store and sends what waits; the returned function ends it. */
	start(): () => void {
		this.#store = openOutboxStore();
		const stop = this.#news.hear(() => void this.#read());
		const wake = () => {
			if (document.visibilityState !== 'hidden') this.sendNow();
		};
		const back = ['online', 'focus', 'pageshow'] as const;
		for (const event of back) addEventListener(event, wake);
		document.addEventListener('visibilitychange', wake);
		void this.#change((items) => steps.prune(items, new Date())).then(wake);
		return () => {
			stop();
			this.#news.close();
			clearTimeout(this.#timer);
			for (const event of back) removeEventListener(event, wake);
			document.removeEventListener('visibilitychange', wake);
		};
	}

	/**
	 * Whether an item is on this device. Whatever says that something is kept asks this first: a browser may
	 * refuse to write, or be full, and still let the page go on.
	 */
	keptOf({ id }: Pick<OutboxItem, 'id'>): Kept {
		if (!this.#opened) return 'unknown';
		return this.unkept.some((item) => item.id === id) ? 'no' : 'yes';
	}

	/** Whether everything that is not delivered is on this device. */
	get kept(): Kept {
		if (!this.#opened) return 'unknown';
		return this.unkept.length > 0 ? 'no' : 'yes';
	}

	/** Takes a submission in, then sends it; answers the item that holds it. `keptOf` says whether it is kept. */
	async submit(
		campaign: string,
		input: ReportSubmit,
		replaces: string | null = null
	): Promise<ReportItem> {
		const submission = { campaign, account: this.account, input, replaces };
		// Decided once more when the device refused the first try: under the same id.
		const [id, now] = [newCommandId(), new Date()];
		const { item } = await this.#change((items) => steps.submit(items, submission, id, now));
		this.#taken();
		return item;
	}

	/**
	 * Takes a command in, then sends it; answers its id. `keptOf` says whether it is kept.
	 * @param sent its id, when it was already sent once without an answer
	 */
	async keep(wish: Omit<Wish, 'account'>, sent: string | null = null): Promise<string> {
		const id = sent ?? newCommandId();
		const [made, now] = [{ id, tried: sent ? 1 : 0 }, new Date()];
		await this.#change((items) => steps.keep(items, { ...wish, account: this.account }, made, now));
		this.#taken();
		return id;
	}

	/** Sends what waits now, whatever was planned. */
	sendNow(): void {
		this.#failures = 0;
		void this.#send();
	}

	/** The link was lost: whose session it comes back with has to be asked again. */
	doubt(): void {
		this.#confirmed = false;
	}

	discard(id: string): Promise<Change> {
		return this.#change((items) => steps.discard(items, id));
	}

	/** The text of a file with everything that is not delivered. */
	async export(): Promise<string> {
		const { text } = await this.#change((items) => exportedFile(items, this.account, new Date()));
		return text;
	}

	/** Takes in a file's items; each keeps its id, so that one sent from here and from there is done once. */
	async import(text: string): Promise<ImportOutcome> {
		const { outcome } = await this.#change((items) => importedItems(items, this.account, text));
		if (outcome.ok) this.sendNow();
		return outcome;
	}

	async #change<Decided extends Change>(
		decide: (items: OutboxItem[]) => Decided
	): Promise<Decided> {
		const decided = await this.#store.change(decide);
		await this.#read();
		if (decided.put.length + decided.remove.length > 0) this.#news.tell();
		return decided;
	}

	async #read(): Promise<void> {
		const store = this.#store;
		const all = await store.read();
		const others: Record<string, number> = {};
		for (const { account } of all.filter(steps.isWaiting)) {
			if (account !== this.account) others[account] = (others[account] ?? 0) + 1;
		}
		this.others = others;
		this.items = all
			.filter(({ account }) => account === this.account)
			.sort((a, b) => a.typed_at.localeCompare(b.typed_at));
		const open = this.items.filter(({ state }) => state !== 'delivered');
		this.unkept = open.filter(({ id }) => store.keptOf(id) === 'no');
		this.#opened = store.keptOf('') !== 'unknown';
		if (this.waiting.length === 0) this.hindrance = null;
	}

	/** One sending at a time; who asks meanwhile gets one more right after. */
	async #send(): Promise<void> {
		this.#again = true;
		this.#sending ??= this.#sendAll().finally(() => (this.#sending = null));
		await this.#sending;
	}

	async #sendAll(): Promise<void> {
		while (this.#again) {
			this.#again = false;
			clearTimeout(this.#timer);
			const store = this.#store;
			if (store.behind) await store.change(() => ({ put: [], remove: [] })); // there may be room now
			await this.#read();
			if (this.waiting.length === 0) return;
			if (!navigator.onLine) {
				this.hindrance = 'unreachable';
				return this.#later();
			}
			const of = this.waiting.length;
			this.progress = { done: 0, of };
			this.hindrance = await inTurn(() => this.#attempt(store, of)).catch(
				() => 'unreachable' as const
			);
			this.progress = null;
			await this.#read();
			if (this.hindrance && !this.#again) return this.#later();
		}
		this.#failures = 0;
	}

	async #attempt(store: OutboxStore, of: number): Promise<Hindrance | null> {
		const { account, send, isLive } = this.#owner;
		if (!this.#confirmed || !isLive()) {
			const hindrance = await hindranceFor(account);
			this.#confirmed = hindrance === null;
			if (hindrance) return hindrance;
		}
		const hindrance = await sendWaiting({
			store,
			account,
			send,
			changed: () => {
				void this.#read().then(() => {
					const done = of - this.waiting.length;
					if (this.progress) this.progress = { done: Math.max(done, 0), of };
				});
				this.#news.tell();
			}
		});
		if (hindrance) this.#confirmed = false;
		return hindrance;
	}

	#taken(): void {
		if (this.persisted === null) void this.#askToPersist();
		askForSync();
		this.sendNow();
	}

	#later(): void {
		clearTimeout(this.#timer);
		this.#timer = setTimeout(() => void this.#send(), retryAfter(this.#failures++, Math.random()));
	}

	async #askToPersist(): Promise<void> {
		try {
			this.persisted = await navigator.storage.persist();
		} catch {
			this.persisted = false;
		}
	}
}
