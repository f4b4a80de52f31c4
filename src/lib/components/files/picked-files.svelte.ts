import { FILE_LIMIT, FILE_TYPES, FILES_PER_STEP } from '#lib/protocol/files.ts';
import { m } from '#lib/paraglide/messages.js';
import { uploadFile } from '#lib/device/upload-file.ts';
import { shrinkPhoto } from './shrink-photo.ts';

/** `kept`: not sent for want of a network; it can be sent again, or go into an outbox. */
type PickedState = 'preparing' | 'sending' | 'sent' | 'kept' | 'refused';

/** One file on its way: made smaller, sent, known to the server by `id`. */
export class PickedFile {
	readonly key: number;
	name = $state('');
	/** What is sent. */
	blob = $state.raw<Blob>(new Blob());
	/** A data URL; null for what is no picture. */
	preview = $state<string | null>(null);
	state = $state<PickedState>('preparing');
	/** Sent so far, 0 to 1. */
	share = $state(0);
	/** Why it was refused, in the reader's words. */
	problem = $state<string | null>(null);
	/** What `request.raise` and `request.comment` take; null until sent. */
	id = $state<string | null>(null);
	readonly stop = new AbortController();

	constructor(key: number, file: File) {
		this.key = key;
		this.name = file.name;
		this.blob = file;
	}

	refuse(problem: string): void {
		this.state = 'refused';
		this.problem = problem;
	}
}

/**
 * The files somebody adds to a request or a comment. Each is sent as soon as it is picked, so that sending
 * the request itself takes no time.
 *
 * ```ts
 * const files = new PickedFiles(campaign.slug); // <FilePicker {files} />
 * await files.settled(); // none is under way any more
 * if (files.unsent.length === 0) send('request.raise', { …, files: files.ids });
 * else keep({ input, ids: files.ids, blobs: files.unsent }); // later: uploadFile(slug, blob, name)
 * ```
 */
export class PickedFiles {
	items = $state.raw<PickedFile[]>([]);
	readonly #slug: string;
	readonly #underWay = new Map<PickedFile, Promise<void>>();
	#last = 0;

	constructor(slug: string) {
		this.#slug = slug;
	}

	/** How many more may be added. */
	get room(): number {
		return FILES_PER_STEP - this.items.length;
	}

	/** Of those that are sent, in the order they were picked. */
	get ids(): string[] {
		return this.items.flatMap(({ id }) => id ?? []);
	}

	/** Not sent for want of a network, ready to be kept and sent later. */
	get unsent(): { name: string; blob: Blob }[] {
		return this.items
			.filter(({ state }) => state === 'kept')
			.map(({ name, blob }) => ({ name, blob }));
	}

	/** Whether something is still being made smaller or sent. */
	get busy(): boolean {
		return this.items.some(({ state }) => state === 'preparing' || state === 'sending');
	}

	/** Takes as many as there is room for, and begins to send them. */
	add(files: Iterable<File>): void {
		const added = [...files].slice(0, this.room).map((file) => new PickedFile(++this.#last, file));
		this.items = [...this.items, ...added];
		for (const item of added) this.#run(item, this.#prepare(item));
	}

	remove(item: PickedFile): void {
		item.stop.abort();
		this.items = this.items.filter((other) => other !== item);
	}

	retry(item: PickedFile): void {
		this.#run(item, this.#send(item));
	}

	/** Resolves when every file is sent, kept or refused. */
	async settled(): Promise<void> {
		while (this.#underWay.size > 0) await Promise.all(this.#underWay.values());
	}

	/** Forgets them: the request was sent. */
	clear(): void {
		this.items = [];
	}

	#run(item: PickedFile, work: Promise<void>): void {
		const done = work.finally(() => this.#underWay.delete(item));
		this.#underWay.set(item, done);
	}

	async #prepare(item: PickedFile): Promise<void> {
		if (item.blob.type.startsWith('image/') || item.blob.type === '') {
			const photo = await shrinkPhoto(item.blob);
			if (photo) {
				if (photo.blob !== item.blob) {
					item.name = `${item.name.replace(/\.[^.]*$/, '') || 'photo'}.jpg`;
				}
				item.blob = photo.blob;
				item.preview = photo.preview;
			}
		}
		if (!Object.hasOwn(FILE_TYPES, item.blob.type)) return item.refuse(m.files_type_refused());
		if (item.blob.size > FILE_LIMIT) {
			return item.refuse(m.files_too_large({ megabytes: FILE_LIMIT / 1024 ** 2 }));
		}
		await this.#send(item);
	}

	async #send(item: PickedFile): Promise<void> {
		item.state = 'sending';
		item.share = 0;
		item.problem = null;
		const answer = await uploadFile(this.#slug, item.blob, item.name, {
			onprogress: (share) => (item.share = share),
			signal: item.stop.signal
		});
		if (answer.ok) {
			item.state = 'sent';
			item.id = answer.file.id;
		} else if (answer.error.code === 'unavailable') item.state = 'kept';
		else item.refuse(answer.error.message);
	}
}
