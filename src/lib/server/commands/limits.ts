import type { CommandInput, CommandType } from '#lib/protocol/commands.ts';
import { Budget } from '../limits/budget.ts';
import { businessLimits, type BusinessLimits } from '../limits/business-limits.ts';
import { Problem } from '../problem.ts';
import type { Actor } from './command.ts';

const MINUTE = 60;
const HOUR = 3_600;

/** How often something may be done in real time; commands that share a name share the count. */
interface Rate<Type extends CommandType = CommandType> {
	/** Also the key of the words that say it. */
	name: string;
	most: number;
	/** In which so much comes back, in seconds. */
	within: number;
	/** What of the input is counted apart, besides the account; everything together when absent. */
	apart?: (input: CommandInput<Type>) => string;
}

/** Every command has a limit of its kind, or a reason why it needs none. */
interface CommandLimit<Type extends CommandType> {
	rates?: readonly Rate<Type>[];
	/** Limits its handler keeps by counting what there is. */
	counted?: readonly (keyof BusinessLimits)[];
	/** Why doing it again and again changes and tells nothing. */
	none?: string;
}

const ofRequest = ({ request }: { request: number }) => String(request);
const ofDay = ({ unit, date }: { unit: string; date: string }) => `${unit} ${date}`;
/** Taking and giving back, asking and answering: each step is told to somebody. */
const steps = { name: 'limit_steps', most: 20, within: 10 * MINUTE, apart: ofRequest } as const;
const visits = { name: 'limit_visits', most: 600, within: HOUR } as const;
const incidents = { name: 'limit_incidents', most: 60, within: HOUR } as const;
const verdicts = { name: 'limit_returns', most: 10, within: HOUR, apart: ofDay } as const;

/** Limits by command. What is refused by a rate may be sent again later; what is counted is `invalid`. */
export const COMMAND_LIMITS: { readonly [Type in CommandType]: CommandLimit<Type> } = {
	'report.submit': { counted: ['revisions', 'revisionsByStaff'] },
	'report.accept': { none: 'A revision that is accepted is not accepted again.' },
	'report.accept_many': { none: 'A revision that is accepted is not accepted again.' },
	'report.return': { rates: [verdicts] },
	'report.unlock': { rates: [verdicts] },
	'report.remind': { none: 'A commune is reminded of a day at most every 30 minutes.' },
	'report.seen': { none: 'What was seen is not seen again.' },
	'target.declare': {
		rates: [{ name: 'limit_targets', most: 30, within: HOUR, apart: ({ unit }) => unit }]
	},
	'request.raise': {
		rates: [{ name: 'limit_raises', most: 30, within: HOUR }],
		counted: ['openRequests', 'requestsADay']
	},
	'request.claim': { rates: [steps] },
	'request.start': { rates: [steps] },
	'request.extend': { rates: [steps] },
	'request.wait': { rates: [steps] },
	'request.release': { rates: [steps] },
	'request.ask_release': {
		rates: [{ name: 'limit_release_asked', most: 5, within: HOUR, apart: ofRequest }]
	},
	'request.take_over': { rates: [steps] },
	'request.resolve': { rates: [steps] },
	'request.verify': { rates: [steps] },
	'request.reopen': { rates: [steps] },
	'request.comment': {
		rates: [
			{ name: 'limit_comments', most: 20, within: MINUTE, apart: ofRequest },
			{ name: 'limit_comments_hour', most: 300, within: HOUR }
		],
		counted: ['comments', 'mentions']
	},
	'request.decline': { rates: [steps] },
	'request.merge': { rates: [steps] },
	'request.acknowledge': { rates: [steps] },
	'incident.open': { rates: [incidents] },
	'incident.add': { rates: [incidents] },
	'incident.close': { none: 'An incident that is closed is not closed again.' },
	'group.save': {
		rates: [{ name: 'limit_groups_saved', most: 120, within: HOUR }],
		counted: ['groups']
	},
	'visit.plan': { rates: [visits] },
	'visit.publish': { none: 'A visit that is published is not published again.' },
	'visit.move': { rates: [visits] },
	'visit.cancel': { none: 'A visit that is cancelled is over.' },
	'visit.depart': { none: 'A visit only goes forward.' },
	'visit.check_in': { none: 'A visit only goes forward.' },
	'visit.check_out': { none: 'A visit only goes forward.' }
};

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
		// Each rate reads the input of its own command.
		const { rates = [] } = COMMAND_LIMITS[type] as { rates?: readonly Rate<never>[] };
		for (const rate of rates) {
			const apart = rate.apart?.(input as never) ?? '';
			const seconds = this.#budget(rate).take(`${account_id} ${apart}`);
			if (seconds === 0) continue;
			const most = rate.most * this.#factor;
			const details = { limit: rate.name, most, within: rate.within, retry_after: seconds };
			throw new Problem('rate_limited', rate.name, { most, seconds }, undefined, details);
		}
	}

	#budget({ name, most, within }: Rate<never>): Budget {
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
