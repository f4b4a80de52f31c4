import type { SupportRequest } from '#lib/campaign/requests/request.ts';

const EVERY = 1_500;

/** Titles of a campaign's requests, as far as this person may read them. Facts do not carry them. */
export class RequestTitles {
	known = $state.raw<ReadonlyMap<number, string>>(new Map());
	/** Whether the last try failed. */
	failed = $state(false);
	/** How often the server was asked; whoever still lacks a title asks again then. */
	turn = $state(0);
	readonly #path: string;
	/** Numbers the server was asked about and gave no title for. */
	readonly #untitled = new Set<number>();
	#asking: Promise<void> | null = null;

	/** @param titles those that came with the page; null when they could not be read */
	constructor(campaign: string, titles: { number: number; title: string }[] | null) {
		this.#path = `/api/v1/campaigns/${campaign}/requests`;
		this.failed = titles === null;
		this.#put(titles ?? []);
	}

	/** Whether a number has no title here and the server was not asked about it. */
	lacks({ number }: SupportRequest): boolean {
		return !this.known.has(number) && !this.#untitled.has(number);
	}

	/** Asks for all of them again; several wishes at once are one question. */
	refresh(wanted: SupportRequest[] = []): Promise<void> {
		this.#asking ??= this.#fetch(wanted).finally(() => {
			this.#asking = null;
			this.turn++;
		});
		return this.#asking;
	}

	async #fetch(wanted: SupportRequest[]): Promise<void> {
		try {
			const response = await fetch(this.#path, { signal: AbortSignal.timeout(15_000) });
			if (!response.ok) throw new Error(String(response.status));
			const { requests } = (await response.json()) as {
				requests: { number: number; title: string }[];
			};
			this.#put(requests);
			this.failed = false;
			for (const { number } of wanted) if (!this.known.has(number)) this.#untitled.add(number);
		} catch {
			this.failed = true;
		}
		await new Promise((resolve) => setTimeout(resolve, EVERY));
	}

	#put(titles: { number: number; title: string }[]): void {
		this.known = new Map([
			...this.known,
			...titles.map(({ number, title }) => [number, title] as const)
		]);
	}
}
