import { sql, type Kysely } from 'kysely';
import type { RequestState, SupportRequest } from '#lib/campaign/requests/request.ts';
import type { Database } from '#lib/server/db/schema.ts';
import type { Act, Help, Step } from './help.ts';

/** A request as it must be after all that people were told they did about it. */
interface CountedRequest {
	number: number;
	unit: string;
	title: string;
	state: RequestState;
	holder: { group: string; person: string } | null;
	comments: number;
	/** Its history: step, user name and what was said. */
	steps: string[];
	/** What somebody who came too late is told, and since which fact: a state, or a group and its person. */
	was: { since: number; told: string }[];
	/** Campaign time since when it was to be taken up, in milliseconds. */
	freed: number;
}

interface Row {
	seq: number;
	at: Date;
	kind: string;
	actor: string;
	request: SupportRequest;
}

/** What each act is from and leads to, and its fact; the product's own table is not asked. */
const RULES: Record<Step, { from: RequestState[]; to: RequestState | null; fact: string }> = {
	raise: { from: [], to: 'open', fact: 'request.raised' },
	claim: { from: ['open'], to: 'claimed', fact: 'request.claimed' },
	release: { from: ['claimed'], to: 'open', fact: 'request.released' },
	resolve: { from: ['claimed'], to: 'resolved', fact: 'request.resolved' },
	verify: { from: ['resolved'], to: 'verified', fact: 'request.verified' },
	reopen: { from: ['resolved', 'verified'], to: 'open', fact: 'request.reopened' },
	comment: {
		from: ['open', 'claimed', 'resolved', 'verified'],
		to: null,
		fact: 'request.commented'
	}
};
/**
 * All that the server does by itself while life takes its time: what nobody took up goes up, after half
 * an hour at the earliest. A claim is left alone for two hours before anything comes of it, which nobody
 * here does.
 */
const ESCALATED = { fact: 'request.escalated', after: 30 * 60_000 };

/**
 * Counts the support requests of a campaign anew, from the acts that were acknowledged and from nothing
 * else, and notes in `broken` whatever facts and tables say otherwise.
 */
export class RecountRequests {
	readonly requests = new Map<number, CountedRequest>();
	readonly broken: string[] = [];
	/** Acts acknowledged, each of which is one command. */
	acts = 0;
	/** Of these, what an earlier attempt had done. */
	again = 0;
	readonly #db: Kysely<Database>;
	readonly #campaign: number;
	#seq = 0;
	/** How many requests a group may have at once. */
	#capacity = new Map<string, number>();
	/** Acts that are not counted yet, by the number of their fact. */
	readonly #told = new Map<number, Act>();

	constructor({ db, campaign }: { db: Kysely<Database>; campaign: { id: number } }) {
		this.#db = db;
		this.#campaign = campaign.id;
	}

	/** Finds every acknowledged act under its id, as the command that its fact answers. */
	async find(acts: Act[]): Promise<void> {
		const ids = acts.map(({ id }) => id);
		const { rows } = await sql<{ id: string; seq: number; username: string }>`
			select c.id, c.seq, a.username from command c join account a on a.id = c.account_id
			where c.campaign_id = ${this.#campaign} and c.id = any(${ids}::uuid[])
		`.execute(this.#db);
		const stored = new Map(rows.map(({ id, seq, username }) => [id, `${seq} by ${username}`]));
		for (const act of acts) {
			this.acts++;
			const told = `${act.seq} by ${act.by}`;
			const is = stored.get(act.id);
			if (is !== told) {
				this.broken.push(`${act.step} ${act.id}, acknowledged as fact ${told}, is ${is ?? 'lost'}`);
			}
			if (this.#told.has(act.seq)) this.broken.push(`fact ${act.seq} was acknowledged twice`);
			this.#told.set(act.seq, act);
		}
	}

	/** While nobody acts: facts and tables say what was acknowledged, no more and no less. */
	async settle(losses: Help['lost']): Promise<void> {
		const groups = await this.#db
			.selectFrom('working_group')
			.select(['code', 'capacity'])
			.where('campaign_id', '=', this.#campaign)
			.execute();
		this.#capacity = new Map(groups.map(({ code, capacity }) => [code, capacity]));
		const { rows } = await sql<Row>`
			select seq, at, kind, actor, data->'request' as request from fact
			where campaign_id = ${this.#campaign} and seq > ${this.#seq} and kind like 'request.%'
			order by seq
		`.execute(this.#db);
		for (const row of rows) this.#fold(row);
		for (const { seq, step } of this.#told.values()) {
			this.broken.push(`${step}, acknowledged as fact ${seq}: there is no such fact`);
		}
		for (const { request, told, since } of losses) {
			const was = this.requests.get(request)?.was ?? [];
			const first = was.findLastIndex((one) => one.since <= since);
			if (was.slice(Math.max(first, 0)).some((one) => one.told === told)) continue;
			this.broken.push(`a claim of ${request} was told ${told}, but not since fact ${since}`);
		}
		await this.#compareTables();
	}

	#fold(row: Row): void {
		const { seq, at, kind, actor, request: is } = row;
		this.#seq = seq;
		const act = this.#told.get(seq);
		this.#told.delete(seq);
		if (act && at.toISOString() < act.sent) this.again++;
		const request = act ? this.#count(act, at) : this.#escalate(row);
		if (!request) return void this.broken.push(`fact ${seq}: nobody was told of ${kind}, ${actor}`);
		const told = act ? [RULES[act.step].fact, act.by, act.state] : [kind, 'system', is.state];
		const counted = `${told.join(' ')}: ${saying(request)}`;
		const says = `${kind} ${actor} ${is.state}: ${saying(is)}`;
		if (says !== counted) this.broken.push(`fact ${seq}: ${says}, recount ${counted}`);
	}

	/** Adds an act to what is counted. */
	#count({ seq, step, request: number, by, unit, group, text }: Act, at: Date): CountedRequest {
		const { from, to } = RULES[step];
		const known = this.requests.get(number);
		if (known ? !from.includes(known.state) : step !== 'raise') {
			this.broken.push(`fact ${seq}: ${step} of ${number}, which is ${known?.state ?? 'unknown'}`);
		}
		const request = known ?? blank(number, unit ?? '', text ?? '');
		this.requests.set(number, request);
		if ((step === 'release' || step === 'resolve') && request.holder?.person !== by) {
			this.broken.push(`fact ${seq}: ${step} of ${number} by ${by}, who does not have it`);
		}
		if (to) {
			request.state = to;
			request.holder = step === 'claim' ? { group: group ?? '', person: by } : null;
			request.was.push({ since: seq, told: step === 'claim' ? `${group} ${by}` : to });
		}
		if (to === 'open') request.freed = at.getTime();
		if (step === 'comment') request.comments++;
		request.steps.push(`${step} by ${by}: ${step === 'raise' ? null : text}`);
		if (step === 'claim') this.#countHeld(seq, group ?? '');
		return request;
	}

	#countHeld(seq: number, group: string): void {
		const held = [...this.requests.values()].filter(({ holder }) => holder?.group === group);
		if (held.length > (this.#capacity.get(group) ?? 0)) {
			this.broken.push(`fact ${seq}: ${group} has ${held.length} requests, more than it may`);
		}
	}

	/** The one thing that the server may do by itself, which changes nothing that is counted. */
	#escalate({ at, kind, actor, request: { number } }: Row): CountedRequest | null {
		const request = this.requests.get(number);
		if (!request || kind !== ESCALATED.fact || actor !== 'system') return null;
		if (at.getTime() < request.freed + ESCALATED.after) return null;
		request.steps.push('escalate by system: null');
		return request;
	}

	async #compareTables(): Promise<void> {
		const requests = await sql<Stored & { title: string }>`
			select r.number, r.unit_code as unit, r.title, r.state, r.comments,
				case when r.group_code is not null or a.username is not null
					then jsonb_build_object('group', r.group_code, 'person', a.username) end as holder
			from support_request r left join account a on a.id = r.holder_id
			where r.campaign_id = ${this.#campaign}
		`.execute(this.#db);
		const steps = await sql<{ row: string }>`
			select concat(s.number, '.', s.position, ': ', s.step, ' by ', coalesce(a.username, 'system'),
				': ', coalesce(s.text, 'null')) as row
			from request_step s left join account a on a.id = s.account_id
			where s.campaign_id = ${this.#campaign}
		`.execute(this.#db);
		const stored = [
			...requests.rows.map((row) => `${saying(row)}, ${row.title}`),
			...steps.rows.map(({ row }) => row)
		];
		const counted = [...this.requests.values()].flatMap((request) => [
			`${saying(request)}, ${request.title}`,
			...request.steps.map((step, i) => `${request.number}.${i + 1}: ${step}`)
		]);
		for (const row of new Set(stored).symmetricDifference(new Set(counted))) {
			this.broken.push(`the tables and the recount differ in ${row}`);
		}
	}
}

type Stored = Pick<CountedRequest, 'number' | 'unit' | 'state' | 'holder' | 'comments'>;

/** What of a request is counted, in words. */
export function saying({ number, unit, state, holder, comments }: Stored): string {
	const by = holder ? `${holder.group} ${holder.person}` : 'nobody';
	return `${number} of ${unit}: ${state}, with ${by}, ${comments} comments`;
}

function blank(number: number, unit: string, title: string): CountedRequest {
	const nothing = { state: 'open', holder: null, comments: 0, freed: 0 } as const;
	return { number, unit, title, ...nothing, steps: [], was: [] };
}
