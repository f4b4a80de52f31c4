import type { VisitDetails } from '#lib/protocol/visit-details.ts';

/** A visit's note and history as last read from its endpoint. */
export class VisitReading {
	details = $state.raw<VisitDetails | null>(null);
	/** Whether the last reading failed; what was read before stays. */
	failed = $state(false);
	#turn = 0;

	/** Reads a visit; an answer that was overtaken by a later call is dropped. */
	async read(campaign: string, number: number): Promise<void> {
		const turn = ++this.#turn;
		if (this.details?.number !== number) this.details = null;
		const details = await fetchDetails(`/api/v1/campaigns/${campaign}/visits/${number}`);
		if (turn !== this.#turn) return;
		this.failed = details === null;
		if (details) this.details = details;
	}
}

async function fetchDetails(path: string): Promise<VisitDetails | null> {
	try {
		const response = await fetch(path, { headers: { accept: 'application/json' } });
		return response.ok ? ((await response.json()) as VisitDetails) : null;
	} catch {
		return null;
	}
}
