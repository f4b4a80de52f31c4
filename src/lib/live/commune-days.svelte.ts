import type { ReportedDay } from '#lib/campaign/reports/entry.ts';

const EVERY = 2_000;

/** Days with their lines, by commune, as far as they were fetched. The board knows only their sums. */
export class CommuneDays {
	#known = $state.raw<Record<string, ReportedDay[]>>({});
	readonly #campaign: string;
	readonly #asking = new Map<string, Promise<void>>();
	readonly #askedAt = new Map<string, number>();

	constructor(campaign: string) {
		this.#campaign = campaign;
	}

	/** The days of a commune; null when they are not known here. */
	of(unit: string): ReportedDay[] | null {
		return this.#known[unit] ?? null;
	}

	/** Takes over days that came with the page. */
	put(unit: string, days: ReportedDay[]): void {
		this.#known = { ...this.#known, [unit]: days };
	}

	/** Asks the server anew, for each commune at most every two seconds. Without an answer what is known stays. */
	refresh(unit: string): Promise<void> {
		let asking = this.#asking.get(unit);
		if (!asking) {
			const wait = (this.#askedAt.get(unit) ?? -EVERY) + EVERY - performance.now();
			asking = new Promise((resolve) => setTimeout(resolve, wait)).then(() => this.#fetch(unit));
			this.#asking.set(unit, asking);
		}
		return asking;
	}

	async #fetch(unit: string): Promise<void> {
		// From here on a new wish is a new question: this answer may be older than it.
		this.#asking.delete(unit);
		this.#askedAt.set(unit, performance.now());
		try {
			const path = `/api/v1/campaigns/${this.#campaign}/reports/${encodeURIComponent(unit)}`;
			const response = await fetch(path, { signal: AbortSignal.timeout(15_000) });
			if (!response.ok) return;
			const { days } = (await response.json()) as { days?: ReportedDay[] };
			if (days) this.put(unit, days);
		} catch {
			// no network: asked again when it is back
		}
	}
}
