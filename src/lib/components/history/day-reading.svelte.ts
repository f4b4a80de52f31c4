import type { ErrorBody } from '#lib/protocol/errors.ts';
import type { DayHistory } from '#lib/protocol/report-history.ts';

/** Why a history could not be read. */
export type ReadingProblem = 'offline' | 'missing' | 'signed_out';

/** More than a person looks through at once, and more than a day can have. */
const [PAGE, ALL] = [50, 250];

/** One day's history as last read from its endpoint. A reading that fails leaves the one before in place. */
export class DayReading {
	history = $state.raw<DayHistory | null>(null);
	problem = $state.raw<ReadingProblem | null>(null);
	/** Device time of the last good reading. */
	readAt = $state.raw<Date | null>(null);
	/** How many of its newest revisions are read. */
	limit = $state(PAGE);
	#turn = 0;

	/** @param whole whether one of all its revisions is looked for */
	constructor(whole: boolean) {
		if (whole) this.readAll();
	}

	/** From the next reading on. */
	readAll(): void {
		this.limit = ALL;
	}

	/** Reads a day; an answer that was overtaken by a later call is dropped. */
	async read(campaign: string, unit: string, date: string): Promise<void> {
		const turn = ++this.#turn;
		const path = [campaign, 'reports', unit, date].map(encodeURIComponent).join('/');
		const answer = await fetchHistory(`/api/v1/campaigns/${path}?limit=${this.limit}`);
		if (turn !== this.#turn) return;
		if (typeof answer === 'string') {
			this.problem = answer;
			if (answer !== 'offline') this.history = null;
			return;
		}
		this.history = answer;
		this.problem = null;
		this.readAt = new Date();
	}
}

async function fetchHistory(path: string): Promise<DayHistory | ReadingProblem> {
	try {
		const response = await fetch(path, { headers: { accept: 'application/json' } });
		const body = (await response.json()) as DayHistory | { ok: false; error: ErrorBody };
		if (response.ok && 'revisions' in body) return body;
		if (response.status === 401) return 'signed_out';
		return response.status === 404 ? 'missing' : 'offline';
	} catch {
		return 'offline';
	}
}
