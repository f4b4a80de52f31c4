import type { RequestDetails } from '#lib/protocol/request-details.ts';

/** Reads requests from their door, and keeps what was read: a second look needs no network. */
export class RequestReading {
	#read = $state.raw<Record<number, RequestDetails>>({});
	/** What became of the last question about a number that is not here. */
	#missing = $state.raw<Record<number, 'absent' | 'failed'>>({});
	readonly #path: string;
	readonly #asked = new Map<number, string>();

	constructor(campaign: string) {
		this.#path = `/api/v1/campaigns/${campaign}/requests`;
	}

	of(number: number): RequestDetails | null {
		return this.#read[number] ?? null;
	}

	/** `absent`: there is none, or its text is not for this person; `failed`: no answer. */
	missing(number: number): 'absent' | 'failed' | null {
		return this.#missing[number] ?? null;
	}

	/** Reads it, unless the same state of it was read. @param version changes with everything that happens to it */
	async read(number: number, version: string): Promise<void> {
		if (this.#asked.get(number) === version) return;
		this.#asked.set(number, version);
		try {
			const response = await fetch(`${this.#path}/${number}`, {
				signal: AbortSignal.timeout(15_000)
			});
			if (response.status === 404) return this.#miss(number, 'absent');
			if (!response.ok) throw new Error(String(response.status));
			const found = (await response.json()) as RequestDetails;
			const kept = this.#read[number]?.steps.length ?? 0;
			if (found.steps.length >= kept) this.#read = { ...this.#read, [number]: found };
			const { [number]: _found, ...missing } = this.#missing;
			this.#missing = missing;
		} catch {
			this.#asked.delete(number);
			this.#miss(number, 'failed');
		}
	}

	#miss(number: number, why: 'absent' | 'failed'): void {
		this.#missing = { ...this.#missing, [number]: why };
	}
}
