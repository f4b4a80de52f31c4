import type { NoticeKind } from '#lib/campaign/notices/notice.ts';
import type { Inbox, ThreadView } from '#lib/protocol/notices.ts';

/** One's notices as this page has them: read from their endpoint, marked and muted there. */
export class InboxReading {
	inbox = $state.raw<Inbox | null>(null);
	/** The last reading failed; what is shown may be old. */
	failed = $state(false);
	/** Older ones are on their way. */
	busy = $state(false);
	onlyUnread = $state(false);
	readonly #path: string;
	#asked = 0;
	#pages = 1;

	/** @param slug of the campaign */
	constructor(slug: string) {
		this.#path = `/api/v1/campaigns/${slug}/notices`;
	}

	/** Reads as many pages as are shown. */
	async read(): Promise<void> {
		const asked = ++this.#asked;
		let inbox = await this.#page(null);
		for (let page = 1; inbox?.older && page < this.#pages; page++) {
			inbox = withPage(inbox, await this.#page(inbox));
		}
		if (asked !== this.#asked) return; // a later reading is under way, or something was changed
		this.failed = inbox === null;
		if (inbox) this.inbox = inbox;
	}

	/** Adds the page that follows. */
	async readOlder(): Promise<void> {
		const { inbox } = this;
		if (!inbox?.older || this.busy) return;
		this.busy = true;
		const asked = ++this.#asked;
		const page = await this.#page(inbox);
		this.busy = false;
		if (asked !== this.#asked) return;
		this.failed = page === null;
		if (!page) return;
		this.#pages++;
		this.inbox = withPage(inbox, page);
	}

	/** Lists only what is unread, or everything. */
	narrow(onlyUnread: boolean): void {
		this.onlyUnread = onlyUnread;
		this.#pages = 1;
		void this.read();
	}

	/** Marks a thread as read, on screen at once. */
	readOne({ thread, unread }: ThreadView): void {
		if (unread) void this.#mark({ threads: [thread] }, (one) => one.thread === thread);
	}

	readAll(): void {
		const until = this.inbox?.notices[0]?.id;
		if (until !== undefined) void this.#mark({ until }, () => true);
	}

	/** Changes whether a kind is sent to phone and mail. */
	async mute(kind: NoticeKind, muted: boolean): Promise<void> {
		const { inbox } = this;
		if (!inbox) return;
		const others = inbox.muted.filter((other) => other !== kind);
		const body = { muted: muted ? [...others, kind] : others };
		this.inbox = { ...inbox, ...body };
		if (!(await this.#ask('/settings', { method: 'PUT', body }))) {
			this.inbox = this.inbox && { ...this.inbox, muted: inbox.muted };
			this.failed = true;
		}
	}

	/** The page after what is known; the first without it. */
	#page(known: Inbox | null): Promise<Inbox | null> {
		const before = known?.notices.at(-1)?.id;
		const query = new URLSearchParams({
			...(before !== undefined && { before: String(before) }),
			...(this.onlyUnread && { unread: '1' })
		});
		return this.#ask<Inbox>(query.size > 0 ? `?${query}` : '', {});
	}

	async #mark(body: object, which: (thread: ThreadView) => boolean): Promise<void> {
		const { inbox } = this;
		if (!inbox) return;
		this.#asked++;
		const notices = inbox.notices.map((thread) =>
			thread.unread && which(thread) ? { ...thread, unread: false } : thread
		);
		this.inbox = { ...inbox, notices };
		const answer = await this.#ask<{ unread: number }>('/read', { method: 'POST', body });
		this.failed = answer === null;
		this.inbox = answer ? { ...this.inbox, unread: answer.unread } : inbox;
	}

	async #ask<Answer>(
		path: string,
		{ method = 'GET', body }: { method?: string; body?: object }
	): Promise<Answer | null> {
		try {
			const response = await fetch(this.#path + path, {
				method,
				...(body && {
					headers: { 'content-type': 'application/json' },
					body: JSON.stringify(body)
				}),
				keepalive: method === 'POST' // a click that opens another page still counts as read
			});
			return response.ok ? ((await response.json()) as Answer) : null;
		} catch {
			return null;
		}
	}
}

/** What is known and the page after it; a thread that came up meanwhile stands once. */
function withPage(known: Inbox, page: Inbox | null): Inbox | null {
	if (!page) return null;
	const threads = new Set(known.notices.map(({ thread }) => thread));
	const more = page.notices.filter(({ thread }) => !threads.has(thread));
	return { ...page, notices: [...known.notices, ...more] };
}
