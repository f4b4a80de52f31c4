const NAME = 'tien-do outbox';

/** Tells other tabs, and the pages of a worker, that stored items changed; and hears of it. */
export class OutboxNews {
	readonly #channel = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel(NAME);

	tell(): void {
		this.#channel?.postMessage('changed');
	}

	/** @returns how to stop listening */
	hear(listener: () => void): () => void {
		this.#channel?.addEventListener('message', listener);
		return () => this.#channel?.removeEventListener('message', listener);
	}

	close(): void {
		this.#channel?.close();
	}
}
