import type { Link } from '#lib/live/link.svelte.ts';
import type { SpokenOf } from '#lib/live/outcome.ts';
import { CommandSender } from '#lib/live/sender.svelte.ts';
import type { Outbox } from '#lib/device/outbox/outbox.svelte.ts';
import { m } from '#lib/paraglide/messages.js';
import type { CommandInput, CommandResults } from '#lib/protocol/commands.ts';
import { claimWords } from '../outbox/kept-words.ts';
import { STEP_WORDS, type StepNames, type StepCommand, type TakenStep } from './step-words.ts';

type Answered = Omit<TakenStep, 'outcome' | 'into' | 'group'>;

interface Ways {
	link: Pick<Link, 'send' | 'status'>;
	outbox: Pick<Outbox, 'keep' | 'keptOf' | 'requests'>;
}

/**
 * What somebody does with requests. Nothing is shown ahead of the board: of two groups that claim at once one
 * is refused, and who is on the way must not read that it was their own. Nothing is taken back either: the
 * commune is sent word of a claim, and a release says why.
 */
export class RequestSender extends CommandSender {
	readonly #ways: Ways;
	readonly #campaign: string;
	readonly #names: StepNames;

	constructor(ways: Ways, campaign: string, names: StepNames) {
		super(ways.link, m.requests_told_offline);
		this.#ways = ways;
		this.#campaign = campaign;
		this.#names = names;
	}

	/** Claims at once; without a network the claim waits in the outbox, and may be lost. */
	async claim(number: number): Promise<void> {
		if (this.isUnderWay('request.claim', String(number)) || this.claimWaits(number)) return;
		const { link, outbox } = this.#ways;
		const input = { request: number };
		const again = () => this.claim(number);
		const sending = { about: [String(number)] };
		const isLive = link.status === 'live';
		const answer = isLive ? await this.send('request.claim', input, sending) : null;
		if (answer?.ok) {
			const { seq, result } = answer;
			const time = this.#names.timeOf(result.until);
			const about = { number, seq, state: result.state, group: this.#names.group };
			this.say(m.requests_told_claim({ number, time }), about);
		} else if (!answer || answer.error.code === 'unavailable') {
			const id = this.handOver('request.claim', input);
			const wish = { campaign: this.#campaign, type: 'request.claim' as const, input };
			const kept = await outbox.keep(wish, id);
			this.say(claimWords(outbox.keptOf({ id: kept }), number));
		} else this.sayRefused(answer.error, refusedWords(number, again));
	}

	/** Whether this device still has to send a claim. */
	claimWaits(number: number): boolean {
		return this.#ways.outbox.requests.some(
			({ type, state, input }) =>
				type === 'request.claim' && state === 'waiting' && input.request === number
		);
	}

	/** A step that needs no words; why it was refused stands at the foot of the page. */
	async act(type: StepCommand, input: CommandInput<StepCommand>): Promise<void> {
		const { request: number } = input;
		if (this.isUnderWay(type, String(number))) return;
		const refused = refusedWords(number, () => this.act(type, input));
		await this.give(type, input, { ...this.#step(type, input), refused });
	}

	/** @returns why not, in the person's language; null when it was done */
	step<Type extends StepCommand>(
		type: Type,
		input: CommandInput<Type> & { request: number }
	): Promise<string | null> {
		return this.give(type, input, this.#step(type, input));
	}

	/** Several requests with one cause: a new incident, or one that is open. @returns why not, or null */
	group(
		numbers: number[],
		incident: number | CommandInput<'incident.open'>
	): Promise<string | null> {
		const giving = { about: numbers.map(String), words: groupedWords };
		return typeof incident === 'number'
			? this.give('incident.add', { incident, requests: numbers }, giving)
			: this.give('incident.open', incident, giving);
	}

	/** @returns why not, or null */
	closeIncident(number: number, fix: string): Promise<string | null> {
		const words = ({ requests }: CommandResults['incident.close']) =>
			m.requests_told_incident_closed({ number, count: requests.length });
		return this.give('incident.close', { incident: number, fix }, { words });
	}

	#step<Type extends StepCommand>(type: Type, input: CommandInput<Type> & { request: number }) {
		const words = (result: Answered) => {
			const step: TakenStep = { ...result, ...input, state: result.state };
			// A wait is asked for until then; the claim lasts longer.
			if (type !== 'request.wait' && result.until) step.until = result.until;
			const what = STEP_WORDS[type](step, this.#names);
			return m.requests_told_step({ number: result.request, what });
		};
		const speaksOf = ({ request: number, state }: Answered, seq: number): SpokenOf => {
			if (type !== 'request.take_over') return { number, seq, state };
			const { group } = input as CommandInput<'request.take_over'>;
			return { number, seq, state, group: group ?? this.#names.group };
		};
		return { about: [String(input.request)], words, speaksOf };
	}
}

function refusedWords(number: number, again: () => Promise<void>) {
	return { words: (why: string) => m.requests_told_refused({ number, why }), again };
}

function groupedWords({ incident: number, requests, skipped }: CommandResults['incident.add']) {
	const done = m.requests_told_incident({ count: requests.length, number });
	if (skipped.length === 0) return done;
	return `${done} ${m.requests_told_incident_skipped({ count: skipped.length })}`;
}
