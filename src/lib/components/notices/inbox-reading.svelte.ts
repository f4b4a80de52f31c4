import type { NoticeKind } from '#lib/campaign/notices/notice.ts';
import type { Inbox, NoticeView } from '#lib/protocol/notices.ts';

/** One's notices as this page has them: read from their door, marked and muted there. */
export class InboxReading {
	inbox = $state.raw<Inbox | null>(null);
	/** The last reading failed; what is shown may be old. */
	failed = $state(false);
	readonly #path: string;
	#asked = 0;

	/** @param slug of the campaign */
	constructor(slug: string) {
		this.#path = `/api/v1/campaigns/${slug}/notices`;
	}

	async read(): Promise<void> {
		const asked = ++this.#asked;
		const inbox = await this.#ask<Inbox>('', {});
		if (asked !== this.#asked) return; // a later reading is under way, or something was changed
		this.failed = inbox === null;
		if (inbox) this.inbox = inbox;
	}

	/** Marks one as read, on screen at once. */
	readOne({ id, read_at }: NoticeView): void {
		if (read_at === null) void this.#mark({ ids: [id] }, (notice) => notice.id === id);
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

	async #mark(body: object, which: (notice: NoticeView) => boolean): Promise<void> {
		const { inbox } = this;
		if (!inbox) return;
		this.#asked++;
		const now = new Date().toISOString();
		const notices = inbox.notices.map((notice) =>
			notice.read_at === null && which(notice) ? { ...notice, read_at: now } : notice
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
