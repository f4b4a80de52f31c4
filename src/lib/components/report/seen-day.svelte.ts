import type { Amounts } from '#lib/campaign/campaign.ts';
import { changedMeanwhile, type Meanwhile } from '#lib/campaign/reports/meanwhile.ts';
import type { Draft } from './report-draft.ts';

/** A day as it stands: its revision, and its amounts by field. */
interface StandingDay {
	revision: number;
	amounts: Amounts;
}

/** What a day was when somebody began to type, to notice what others change while the typing goes on. */
export class SeenDay {
	#base = $state<number | null>(null);
	#stood = $state.raw<Amounts>({});

	/** Typing begins, unless it has. */
	begin({ revision, amounts }: StandingDay): void {
		if (this.#base !== null) return;
		this.#base = revision;
		this.#stood = amounts;
	}

	/** Somebody has seen how a field stands now and decided about it. */
	decide(field: string, { amounts }: StandingDay): void {
		const { [field]: _before, ...stood } = this.#stood;
		const stands = amounts[field];
		this.#stood = stands === undefined ? stood : { ...stood, [field]: stands };
	}

	forget(): void {
		this.#base = null;
		this.#stood = {};
	}

	restore({ base, stood }: Draft): void {
		this.#base = base;
		this.#stood = stood ?? {};
	}

	get kept(): Pick<Draft, 'base' | 'stood'> {
		return { base: this.#base, stood: this.#stood };
	}

	/** What a newer revision changed since. @param typed amounts typed here, by field */
	changedIn(now: StandingDay, fields: readonly string[], typed: Amounts): Meanwhile {
		if (this.#base === null || now.revision <= this.#base) return { merged: [], clashes: [] };
		return changedMeanwhile(fields, { stood: this.#stood, stands: now.amounts, typed });
	}
}
