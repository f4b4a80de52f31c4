import { COMMANDS } from '#lib/campaign/features.ts';
import type { Limit, Rate } from '#lib/campaign/limits.ts';
import type { CommandType } from '#lib/protocol/commands.ts';
import { Budget } from '../limits/budget.ts';
import { businessLimits, type BusinessLimits } from '../limits/business-limits.ts';
import { Problem } from '../problem.ts';
import type { Actor } from './command.ts';

/** The limits of commands as one process counts them. */
export class CommandLimits {
	/** What handlers count in the tables. */
	readonly counted: BusinessLimits;
	readonly #factor: number;
	readonly #budgets = new Map<string, Budget>();

	/** @param factor how many times the usual limits apply */
	constructor(factor: number) {
		this.#factor = factor;
		this.counted = businessLimits(factor);
	}

	/** Counts a command that is about to be carried out. @throws `rate_limited`, naming the limit */
	spend(type: CommandType, { account_id }: Pick<Actor, 'account_id'>, input: object): void {
		const { rates = [] }: Limit = COMMANDS[type].limit;
		const fields = input as Record<string, unknown>;
		for (const rate of rates) {
			const apart = (rate.apart ?? []).map((field) => String(fields[field])).join(' ');
			const seconds = this.#budget(rate).take(`${account_id} ${apart}`);
			if (seconds === 0) continue;
			const most = rate.most * this.#factor;
			const details = { limit: rate.name, most, within: rate.within, retry_after: seconds };
			throw new Problem('rate_limited', rate.name, { most, seconds }, undefined, details);
		}
	}

	#budget({ name, most, within }: Rate): Budget {
		let budget = this.#budgets.get(name);
		const times = { most: most * this.#factor, perSecond: (most * this.#factor) / within };
		if (!budget) this.#budgets.set(name, (budget = new Budget(times)));
		return budget;
	}
}

/** What is over a limit that is counted; the same again will not do. */
export function tooMany(name: string, most: number, field?: string): Problem {
	return new Problem('invalid', name, { most }, field, { limit: name, most });
}
