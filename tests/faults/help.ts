import type { CommandType } from '#lib/protocol/commands.ts';
import type { ErrorBody } from '#lib/protocol/errors.ts';
import { FIRST_KINDS } from '#lib/campaign/requests/kinds.ts';
import { SEVERITIES, type RequestState } from '#lib/campaign/requests/request.ts';
import type { Random } from '#lib/simulation/random.ts';
import type { OutboxSender, Endpoint } from './outbox-sender.ts';
import { Crowd } from './crowd.ts';

export type Step = 'raise' | 'claim' | 'release' | 'resolve' | 'verify' | 'reopen' | 'comment';

/** Something done about a request that its doer was told of: from then on it must never be lost. */
export interface Act {
	id: string;
	seq: number;
	step: Step;
	request: number;
	/** What its doer was told that it is now. */
	state: RequestState;
	/** User name. */
	by: string;
	unit: string | null;
	group: string | null;
	/** What was said, like nothing else; the title of one that was raised. */
	text: string | null;
	/** Campaign time at which the attempt that was answered set out, ISO. */
	sent: string;
}

/** A claim that came too late, and what it was told instead: who has it, or that it is over. */
interface Loss {
	request: number;
	told: string;
	/** The newest fact that anybody here knew of when it was sent: nothing older may be told. */
	since: number;
}

/** Reports for a commune, or is a member of a working group. */
interface Helper extends Endpoint {
	username: string;
	unit: string | null;
	group: string | null;
}

/** What these people know of a request by the answers they have. */
interface Known {
	unit: string;
	state: RequestState;
	/** Who claimed it, while it is held: nobody else goes on with it. */
	holder: string | null;
}

/** What a claim that came too late is told. */
interface Refused {
	state: RequestState;
	holder: { group: string; person: string };
	capacity: number;
}

interface Plan {
	step: Step;
	request: number | null;
	text: string | null;
	input: object;
}

/** Between two acts of one person, in milliseconds: all in all a fifth of what reports come to. */
const PAUSE = 300;
/** So many requests are raised; from then on there is enough to open again. */
const MOST_RAISED = 60;
/** So many somebody goes on with at once: three members of a group want more than it may hold. */
const MOST_HELD = 3;
const OVER: RequestState[] = ['resolved', 'verified'];

/** Communes that ask for help without end, and members of groups who all want the same request. */
export class Help extends Crowd<Helper, Act> {
	readonly lost: Loss[] = [];
	/** Claims of groups that had as many requests as they may have. */
	full = 0;
	readonly #campaignTime: (at: number) => string;
	readonly #known = new Map<number, Known>();
	/** The newest fact that somebody was told of. */
	#newest = 0;
	#raised = 0;
	#said = 0;

	/** @param campaignTime of a moment of real time, ISO */
	constructor(people: Helper[], random: Random, campaignTime: (at: number) => string) {
		super(random, PAUSE);
		this.#campaignTime = campaignTime;
		this.begin(people);
	}

	/** What a test tells of it. */
	get numbers(): Record<string, number> {
		return {
			'requests raised': this.#raised,
			'acts acknowledged': this.count,
			'acts sent again': this.retries,
			'claims lost to another': this.lost.length,
			'claims of full groups': this.full
		};
	}

	protected override async act(person: Helper, sender: OutboxSender): Promise<void> {
		const plan = person.unit === null ? this.#help(person) : this.#ask(person.unit);
		if (!plan) return;
		const { step, text } = plan;
		const type: CommandType = `request.${step}`;
		const since = this.#newest;
		const delivered = await sender.deliver(type, plan.input);
		if (!delivered) return;
		const { id, answer } = delivered;
		if (answer.ok) {
			const { username: by, unit, group } = person;
			const result = answer.result as Pick<Act, 'request' | 'state'>;
			const sent = this.#campaignTime(delivered.sent);
			const act: Act = { id, seq: answer.seq, step, ...result, by, unit, group, text, sent };
			this.#learn(act);
			this.acknowledge(act);
		} else if (step !== 'claim' || !this.#missed(person, plan, answer.error, since)) {
			this.refused.push(`${id}: ${person.username}, ${type}, ${JSON.stringify(answer.error)}`);
		}
	}

	/** What a commune does next: it says whether it was helped, asks for more, or asks how it goes on. */
	#ask(unit: string): Plan | null {
		const over = this.#some((known) => known.unit === unit && OVER.includes(known.state));
		if (over !== null && this.random.chance(0.7)) {
			const done = this.#known.get(over)?.state === 'resolved' && this.random.chance(0.6);
			return done ? this.#about('verify', over, 'note') : this.#about('reopen', over, 'reason');
		}
		const own = this.#some((known) => known.unit === unit);
		if (this.#raised < MOST_RAISED && (own === null || this.random.chance(0.5))) {
			this.#raised++;
			const title = this.#word();
			const [kind, severity] = [this.#of(FIRST_KINDS).key, this.#of(SEVERITIES)];
			const input = { unit, kind, severity, title };
			return { step: 'raise', request: null, text: title, input };
		}
		return own === null ? null : this.#about('comment', own, 'text');
	}

	/** What a member of a group does next: the request that was raised first is everybody's first choice. */
	#help({ username }: Helper): Plan | null {
		const held = [...this.#known].filter(([, { holder }]) => holder === username);
		const [first] = [...this.#known].filter(([, { state }]) => state === 'open');
		if (first && held.length < MOST_HELD && this.random.chance(0.7)) {
			const [request] = first;
			return { step: 'claim', request, text: null, input: { request } };
		}
		const mine = this.#some(({ holder }) => holder === username);
		if (mine !== null && this.random.chance(0.6)) {
			if (this.random.chance(0.2)) return this.#about('release', mine, 'reason');
			return this.#about('resolve', mine, 'note', { outcome: 'done' });
		}
		const any = mine ?? this.#some(() => true);
		return any === null ? null : this.#about('comment', any, 'text');
	}

	/** Something said about a request, under the name that its command has for it. */
	#about(step: Step, request: number, name: string, more: object = {}): Plan {
		const text = this.#word();
		return { step, request, text, input: { request, [name]: text, ...more } };
	}

	/** Remembers how a request stands; who comments may be told of what another has not heard yet. */
	#learn({ seq, step, request, state, by, unit }: Act): void {
		this.#newest = Math.max(this.#newest, seq);
		if (step === 'comment') return;
		const known = this.#known.get(request);
		const holder = step === 'claim' ? by : null;
		this.#known.set(request, { unit: known?.unit ?? unit ?? '', state, holder });
	}

	/** Whether a claim was refused as claims may be: another has it, it is over, or the group has enough. */
	#missed(
		{ group }: Helper,
		{ request }: Plan,
		{ code, details = {} }: ErrorBody,
		since: number
	): boolean {
		if (code !== 'conflict' || request === null) return false;
		const { state, holder, capacity } = details as Partial<Refused>;
		if (capacity !== undefined) {
			this.full++;
			return details['group'] === group;
		}
		if (!state) return false;
		const told = holder ? `${holder.group} ${holder.person}` : state;
		this.lost.push({ request, told, since });
		return true;
	}

	/** One of the requests known that are like this; null when none is. */
	#some(like: (known: Known) => boolean): number | null {
		const numbers = [...this.#known].filter(([, known]) => like(known)).map(([number]) => number);
		return numbers.length === 0 ? null : this.#of(numbers);
	}

	#of<T>(some: readonly T[]): T {
		return some[this.random.whole(0, some.length - 1)]!;
	}

	#word(): string {
		return `Lời thứ ${++this.#said}`;
	}
}
