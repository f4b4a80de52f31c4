import { SvelteMap } from 'svelte/reactivity';
import type { CampaignBoard } from '#lib/campaign/board.ts';
import { asPlanned, stands, type Visit } from '#lib/campaign/visits/visit.ts';
import type { VisitPlan } from '#lib/campaign/visits/visit-days.ts';
import type { Link } from '#lib/live/link.svelte.ts';
import { m } from '#lib/paraglide/messages.js';
import type { CommandInput } from '#lib/protocol/commands.ts';
import { nameOf } from '../format.ts';
import type { Outcome } from '#lib/live/outcome.ts';
import { placeIn } from '../unit-name.ts';
import { PlanUndos } from './plan-undos.svelte.ts';
import { VisitSender, type Sent } from './visit-sender.ts';
import { daysWord } from './visit-words.ts';

/** A visit as it will be if the server takes the change; `seq` once it has. */
interface Ahead {
	visit: Visit;
	seq: number | null;
}

type VisitCommand = 'visit.plan' | 'visit.move' | 'visit.publish' | 'visit.cancel';

/**
 * What a planner does with visits. A change is shown at once and taken back, with the reason, when it is
 * refused; the board follows by its own way.
 */
export class PlanDesk {
	readonly undos = new PlanUndos();
	outcome = $state.raw<Outcome | null>(null);
	/** By number; new visits have negative ones until they are answered. */
	readonly #ahead = new SvelteMap<number, Ahead>();
	/** The last command of each visit that is under way. */
	readonly #underWay = new Map<number, Promise<Sent<VisitCommand>>>();
	readonly #sender: VisitSender;
	readonly #board: () => CampaignBoard;
	#newest = 0;

	/** @param board the live board, to be read anew whenever it is needed */
	constructor(link: Pick<Link, 'send'>, board: () => CampaignBoard) {
		this.#sender = new VisitSender(link);
		this.#board = board;
	}

	/** Every visit as the planners see it, with what is on its way to the server. */
	get visits(): Visit[] {
		const { seq, visits } = this.#board();
		const ahead = [...this.#ahead.values()].filter((one) => one.seq === null || one.seq > seq);
		const changed = new Map(ahead.map(({ visit }) => [visit.number, visit]));
		const known = [...visits.values()].map((visit) => changed.get(visit.number) ?? visit);
		const taken = new Set(known.filter(stands).map(({ group, from }) => `${group} ${from}`));
		// The board may have a new one before its answer is here.
		const fresh = ahead.filter(
			({ visit: { number, group, from } }) => number < 0 && !taken.has(`${group} ${from}`)
		);
		return [...known, ...fresh.map(({ visit }) => visit)].map(asPlanned);
	}

	/** Whether a change of this visit waits for its answer. */
	isPending(number: number): boolean {
		return this.#ahead.get(number)?.seq === null;
	}

	/** @returns why not, in the person's language; null when the draft is kept */
	async plan(plan: VisitPlan, note: string | null): Promise<string | null> {
		const what = m.groups_told_planned(this.#words(plan));
		const { visit, sent } = await this.#plan(plan, note);
		if (sent.ok) {
			const { visit: number } = sent.result;
			const run = () => this.#cancel({ ...visit, number }, null);
			this.undos.add({ what, number, run });
		}
		return this.#tell(sent, what);
	}

	async #plan(plan: VisitPlan, note: string | null) {
		const visit: Visit = {
			...{ ...plan, number: --this.#newest, state: 'planned' },
			...{ arrived_at: null, left_at: null, at: '' }
		};
		return { visit, sent: await this.#try([visit], 'visit.plan', { ...plan, note }) };
	}

	/**
	 * Changes a draft; of a visit that is published the change is a draft.
	 * @param note as it was and as it will be, when that is changed
	 * @returns why not, or null
	 */
	async move(
		visit: Visit,
		plan: VisitPlan,
		note?: { before: string | null; after: string | null }
	): Promise<string | null> {
		const what = m.groups_told_moved(this.#words(plan));
		const sent = await this.#move(visit, plan, note?.after);
		if (sent.ok) {
			const { group, unit, from, to, number } = visit;
			const back = { group, unit, from, to };
			const run = async () => {
				const undone = await this.#move({ ...this.#known(visit), ...plan }, back, note?.before);
				return undone.ok ? null : undone.why;
			};
			this.undos.add({ what, number, run });
		}
		return this.#tell(sent, what);
	}

	#move(visit: Visit, plan: VisitPlan, note?: string | null): Promise<Sent<'visit.move'>> {
		const { number } = visit;
		const input = { visit: number, ...changesOf(visit, plan) };
		if (note !== undefined) Object.assign(input, { note });
		const change = visit.state === 'planned' ? {} : { change: plan };
		return this.#try([{ ...visit, ...plan, ...change }], 'visit.move', input);
	}

	/** A visit as people know it: without what is changed and not published. */
	published({ number }: Visit): Visit | undefined {
		return this.#board().visits.get(number);
	}

	/** Whether something was done that is not answered yet. */
	get isBusy(): boolean {
		return this.#underWay.size > 0;
	}

	/** Takes the newest act back, one that is still under way too, or says why it cannot be. */
	async undo(): Promise<void> {
		if (this.isBusy) {
			await Promise.allSettled(this.#underWay.values());
			await new Promise((resolve) => setTimeout(resolve)); // what was done is noted after its answer
		}
		const undone = await this.undos.undo();
		if (!undone) return;
		if (undone.why !== null) return this.refuse(undone.why);
		this.outcome = { tone: 'done', text: m.groups_told_undone({ what: undone.what }), retry: null };
	}

	#known(visit: Visit): Visit {
		return this.visits.find(({ number }) => number === visit.number) ?? visit;
	}

	/** @returns why not, or null */
	async publish(drafts: Visit[]): Promise<string | null> {
		const visits = drafts.map(({ number }) => number);
		const published = drafts.map(({ change: _, ...visit }): Visit => {
			return visit.state === 'planned' ? { ...visit, state: 'published' } : visit;
		});
		const sent = await this.#try(published, 'visit.publish', { visits });
		if (!sent.ok) return this.#tell(sent, '');
		const { published: done, skipped } = sent.result;
		this.undos.settle(done);
		const text = m.groups_told_published({ count: done.length });
		const rest = skipped.length > 0 ? m.groups_told_skipped({ count: skipped.length }) : '';
		return this.#tell(sent, `${text} ${rest}`.trim());
	}

	/**
	 * @param note of a draft: what is planned again when this is taken back
	 * @returns why not, or null
	 */
	async cancel(visit: Visit, reason: string | null, note: string | null): Promise<string | null> {
		const what = m.groups_told_cancelled({ place: this.placeName(visit.unit) });
		const why = await this.#cancel(visit, reason);
		if (why !== null) return why;
		const { group, unit, from, to, number } = visit;
		this.undos.settle([number]);
		if (visit.state === 'planned') {
			const run = async () => {
				const { sent } = await this.#plan({ group, unit, from, to }, note);
				return sent.ok ? null : sent.why;
			};
			this.undos.add({ what, number, run });
		}
		this.outcome = { tone: 'done', text: what, retry: null };
		return null;
	}

	async #cancel(visit: Visit, reason: string | null): Promise<string | null> {
		const cancelled: Visit = { ...visit, state: 'cancelled' };
		const sent = await this.#try([cancelled], 'visit.cancel', { visit: visit.number, reason });
		if (!sent.ok) this.refuse(sent.why);
		return sent.ok ? null : sent.why;
	}

	/** @returns why not, or null */
	async saveGroup(input: CommandInput<'group.save'>, name: string): Promise<string | null> {
		const sent = await this.#sender.send('group.save', input);
		return this.#tell(sent, m.groups_told_saved_group({ group: name }));
	}

	/** Says why something was not even asked. */
	refuse(why: string): void {
		this.outcome = { tone: 'refused', text: m.groups_told_refused({ why }), retry: null };
	}

	dismiss(): void {
		this.outcome = null;
	}

	placeName(code: string): string {
		return placeIn(this.#board().units, code);
	}

	groupName(code: string): string {
		const group = this.#board().groups.get(code);
		return group ? nameOf(group) : code;
	}

	#words(plan: VisitPlan) {
		const { group, unit } = plan;
		return { group: this.groupName(group), place: this.placeName(unit), days: daysWord(plan) };
	}

	/**
	 * Shows visits as they will be while the command is under way, and until the board has it. Commands of one
	 * visit go one after the other; what was built on one that is refused is refused with it.
	 */
	async #try<Type extends VisitCommand>(
		visits: Visit[],
		type: Type,
		input: CommandInput<Type>
	): Promise<Sent<Type>> {
		const numbers = visits.map(({ number }) => number);
		const earlier = numbers.flatMap((number) => this.#underWay.get(number) ?? []);
		for (const visit of visits) this.#ahead.set(visit.number, { visit, seq: null });
		const sending = this.#inTurn(earlier, type, input);
		for (const number of numbers) this.#underWay.set(number, sending);
		const sent = await sending;
		for (const visit of visits) {
			if (this.#underWay.get(visit.number) === sending) this.#underWay.delete(visit.number);
			if (this.#ahead.get(visit.number)?.visit !== visit) continue; // changed again meanwhile
			if (sent.ok) this.#ahead.set(visit.number, { visit, seq: sent.seq });
			else this.#ahead.delete(visit.number);
		}
		return sent;
	}

	async #inTurn<Type extends VisitCommand>(
		earlier: Promise<Sent<VisitCommand>>[],
		type: Type,
		input: CommandInput<Type>
	): Promise<Sent<Type>> {
		for (const before of earlier) {
			const sent = await before;
			if (!sent.ok) return sent;
		}
		return this.#sender.send(type, input);
	}

	#tell(sent: Sent<VisitCommand | 'group.save'>, text: string): string | null {
		if (sent.ok) this.outcome = { tone: 'done', text, retry: null };
		else this.refuse(sent.why);
		return sent.ok ? null : sent.why;
	}
}

/** What of a plan is another than before; at least the days, so that something is named. */
function changesOf(visit: Visit, { group, unit, from, to }: VisitPlan): Partial<VisitPlan> {
	return {
		from,
		to,
		...(group === visit.group ? {} : { group }),
		...(unit === visit.unit ? {} : { unit })
	};
}
