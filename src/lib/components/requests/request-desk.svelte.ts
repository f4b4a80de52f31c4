import { SvelteMap } from 'svelte/reactivity';
import { newCommandId } from '#lib/live/command-id.ts';
import type { Link } from '#lib/live/link.svelte.ts';
import type { Outbox } from '#lib/device/outbox/outbox.svelte.ts';
import { m } from '#lib/paraglide/messages.js';
import type { CommandAnswer, CommandInput, CommandResults } from '#lib/protocol/commands.ts';
import type { ErrorBody } from '#lib/protocol/errors.ts';
import type { Outcome } from '#lib/live/outcome.ts';
import { claimWords } from '../outbox/kept-words.ts';
import { TOLD_WORDS, type StepCommand, type TakenStep, type ToldNames } from './told-words.ts';

/** What somebody does with requests. Tells what became of it; knows no page. */
export class RequestDesk {
	/** Requests whose command is on its way. */
	readonly pending = new SvelteMap<number, string>();
	/** What was typed and not sent yet, by dialog and request. */
	readonly drafts = new Map<string, string>();
	outcome = $state.raw<Outcome | null>(null);
	readonly #link: Pick<Link, 'send' | 'status'>;
	readonly #outbox: Pick<Outbox, 'keep' | 'keptOf' | 'requests'>;
	readonly #campaign: string;
	readonly #names: ToldNames;
	/** Ids of commands without an answer: tried again, they are done once. */
	readonly #ids = new Map<string, string>();

	constructor(
		{
			link,
			outbox
		}: {
			link: Pick<Link, 'send' | 'status'>;
			outbox: Pick<Outbox, 'keep' | 'keptOf' | 'requests'>;
		},
		campaign: string,
		names: ToldNames
	) {
		this.#link = link;
		this.#outbox = outbox;
		this.#campaign = campaign;
		this.#names = names;
	}

	/** Claims at once; without a network the claim waits on this device, and may be lost. */
	async claim(number: number): Promise<void> {
		if (this.pending.get(number) === 'request.claim' || this.claimWaits(number)) return;
		const id = newCommandId();
		const isLive = this.#link.status === 'live';
		this.pending.set(number, 'request.claim');
		const answer = isLive ? await this.#link.send('request.claim', { request: number }, id) : null;
		this.#answered(number, 'request.claim');
		if (answer?.ok) {
			const time = this.#names.timeOf(answer.result.until);
			const { seq, result } = answer;
			const about = { number, seq, state: result.state, group: this.#names.group };
			this.outcome = {
				tone: 'done',
				text: m.requests_told_claim({ number, time }),
				retry: null,
				about
			};
		} else if (!answer || answer.error.code === 'unavailable') {
			const wish = { type: 'request.claim' as const, input: { request: number } };
			const kept = await this.#outbox.keep(
				{ campaign: this.#campaign, ...wish },
				answer ? id : null
			);
			this.#tell('done', claimWords(this.#outbox.keptOf({ id: kept }), number));
		} else this.#refuse(number, answer.error, () => this.claim(number));
	}

	/** Whether this device still has to send a claim. */
	claimWaits(number: number): boolean {
		return this.#outbox.requests.some(
			({ type, state, input }) =>
				type === 'request.claim' && state === 'waiting' && input.request === number
		);
	}

	/** A step that needs no words; a refusal is told at the foot of the page. */
	async act(type: StepCommand, input: CommandInput<StepCommand>): Promise<void> {
		if (this.pending.get(input.request) === type) return;
		const answer = await this.#run(type, [input.request], input);
		if (answer.ok) this.#stepped(type, input, answer);
		else this.#refuse(input.request, answer.error, () => this.act(type, input));
	}

	/** @returns why not, in the person's language; null when it was done */
	async step<Type extends StepCommand>(
		type: Type,
		input: CommandInput<Type> & { request: number }
	): Promise<string | null> {
		const answer = await this.#run(type, [input.request], input);
		if (!answer.ok) return whyOf(answer.error);
		this.#stepped(type, input, answer);
		return null;
	}

	/** Several requests with one cause: a new incident, or one that is open. @returns why not, or null */
	async group(
		numbers: number[],
		incident: number | CommandInput<'incident.open'>
	): Promise<string | null> {
		const answer =
			typeof incident === 'number'
				? await this.#run('incident.add', numbers, { incident, requests: numbers })
				: await this.#run('incident.open', numbers, incident);
		if (!answer.ok) return whyOf(answer.error);
		const { incident: number, requests, skipped } = answer.result;
		const done = m.requests_told_incident({ count: requests.length, number });
		const rest =
			skipped.length > 0 ? m.requests_told_incident_skipped({ count: skipped.length }) : '';
		this.#tell('done', `${done} ${rest}`.trim());
		return null;
	}

	/** @returns why not, or null */
	async closeIncident(incident: number, fix: string): Promise<string | null> {
		const answer = await this.#run('incident.close', [], { incident, fix });
		if (!answer.ok) return whyOf(answer.error);
		const count = answer.result.requests.length;
		this.#tell('done', m.requests_told_incident_closed({ number: incident, count }));
		return null;
	}

	dismiss(): void {
		this.outcome = null;
	}

	async #run<Type extends StepCommand | `incident.${'open' | 'add' | 'close'}`>(
		type: Type,
		numbers: number[],
		input: CommandInput<Type>
	): Promise<CommandAnswer<CommandResults[Type]>> {
		const key = JSON.stringify([type, input]);
		const id = this.#ids.get(key) ?? newCommandId();
		this.#ids.set(key, id);
		for (const number of numbers) this.pending.set(number, type);
		const answer = await this.#link.send(type, input, id);
		for (const number of numbers) this.#answered(number, type);
		if (answer.ok || answer.error.code !== 'unavailable') this.#ids.delete(key);
		return answer;
	}

	/** A later command about the same request may be on its way already. */
	#answered(number: number, type: string): void {
		if (this.pending.get(number) === type) this.pending.delete(number);
	}

	#stepped<Type extends StepCommand>(
		type: Type,
		input: CommandInput<Type>,
		{ seq, result }: { seq: number; result: Omit<TakenStep, 'outcome' | 'into' | 'group'> }
	): void {
		const { request: number, state } = result;
		const step: TakenStep = { ...result, ...input, state };
		// A wait is asked for until then; the claim lasts longer.
		if (type !== 'request.wait' && result.until) step.until = result.until;
		const what = TOLD_WORDS[type](step, this.#names);
		const text = m.requests_told_step({ number, what });
		const given = type === 'request.take_over' ? { group: step.group ?? this.#names.group } : {};
		this.outcome = { tone: 'done', text, retry: null, about: { number, seq, state, ...given } };
	}

	#tell(tone: Outcome['tone'], text: string, retry: Outcome['retry'] = null): void {
		this.outcome = { tone, text, retry };
	}

	#refuse(number: number, error: ErrorBody, again: () => Promise<void>): void {
		const retry = error.code === 'unavailable' || error.code === 'rate_limited';
		const text = m.requests_told_refused({ number, why: whyOf(error) });
		this.#tell('refused', text, retry ? () => void again() : null);
	}
}

function whyOf({ message, code }: ErrorBody): string {
	return code === 'unavailable' || !message ? m.requests_told_offline() : message;
}
