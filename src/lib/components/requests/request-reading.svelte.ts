import type { SupportRequest } from '#lib/campaign/requests/request.ts';
import { forgetRequest, keepRequest, readKeptRequest } from '#lib/device/kept-requests.ts';
import type { RequestDetails } from '#lib/protocol/request-details.ts';

/** Changes with everything that happens to a request: as long as it is the same, nothing has to be read again. */
export const versionOf = ({ at, comments, state }: SupportRequest) => `${at} ${comments} ${state}`;

/** More steps than a request can have. */
const ALL = 2_000;

/** Reads requests from their endpoint, and keeps what was read: a second look needs no network, after a reload neither. */
export class RequestReading {
	#read = $state.raw<Record<number, RequestDetails>>({});
	/** What became of the last question about a number that is not here. */
	#missing = $state.raw<Record<number, 'absent' | 'failed'>>({});
	readonly #path: string;
	readonly #account: string;
	readonly #asked = new Map<number, string>();
	/** Those of which somebody wants to see every step. */
	readonly #whole = new Set<number>();

	constructor(campaign: string, account: string) {
		this.#path = `/api/v1/campaigns/${campaign}/requests`;
		this.#account = account;
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
		const limit = this.#whole.has(number) ? `?limit=${ALL}` : '';
		if (this.#asked.get(number) === version) return;
		this.#asked.set(number, version);
		const path = `${this.#path}/${number}`;
		if (!this.of(number)) void this.#recall(number, path);
		try {
			const response = await fetch(path + limit, { signal: AbortSignal.timeout(15_000) });
			if (response.status === 404) return this.#lose(number, path);
			if (!response.ok) throw new Error(String(response.status));
			const found = (await response.json()) as RequestDetails;
			const kept = this.#read[number]?.steps.at(-1)?.position ?? 0;
			if ((found.steps.at(-1)?.position ?? 0) < kept) return;
			this.#put(number, found);
			void keepRequest(this.#account, path, found);
		} catch {
			this.#asked.delete(number);
			this.#miss(number, 'failed');
		}
	}

	/** Reads all its steps, from now on. */
	readWhole(number: number, version: string): Promise<void> {
		this.#whole.add(number);
		this.#asked.delete(number);
		return this.read(number, version);
	}

	/** What this device kept of it, until the server answers. */
	async #recall(number: number, path: string): Promise<void> {
		const kept = await readKeptRequest(this.#account, path);
		if (kept && !this.of(number) && this.missing(number) !== 'absent') this.#put(number, kept);
	}

	#put(number: number, found: RequestDetails): void {
		this.#read = { ...this.#read, [number]: found };
		const { [number]: _found, ...missing } = this.#missing;
		this.#missing = missing;
	}

	#lose(number: number, path: string): void {
		const { [number]: _lost, ...read } = this.#read;
		this.#read = read;
		this.#miss(number, 'absent');
		void forgetRequest(this.#account, path);
	}

	#miss(number: number, why: 'absent' | 'failed'): void {
		this.#missing = { ...this.#missing, [number]: why };
	}
}
