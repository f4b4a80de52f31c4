import type { CampaignBoard } from '#lib/campaign/board.ts';
import { asPlanned, stands, type Visit } from '#lib/campaign/visits/visit.ts';
import type { VisitPlan } from '#lib/campaign/visits/visit-days.ts';
import type { Link } from '#lib/live/link.svelte.ts';
import { CommandSender, type Giving } from '#lib/live/sender.svelte.ts';
import { m } from '#lib/paraglide/messages.js';
import type { CommandInput, CommandResults, CommandType } from '#lib/protocol/commands.ts';
import { nameOf } from '../words/format.ts';
import { placeIn } from '../words/unit-name.ts';
import { formerGroup } from './former-group.ts';
import { daysWord } from './visit-words.ts';

type Published = CommandResults['visit.publish'];
/** What is said and noted of a command; nothing where it only takes another one back. */
type Noted = Pick<Giving<{ visit: number }, Visit>, 'words' | 'done'>;

/**
 * What a planner does with visits and groups. A change of a visit is shown at once and taken back, with the
 * reason, when it is refused; the board follows by its own way. Changes of one visit go one after the other.
 */
export class PlanSender extends CommandSender<Visit> {
	readonly #board: () => CampaignBoard;
	/** Number of the newest new visit; they have negative ones until they are answered. */
	#newest = 0;

	/** @param board the live board, to be read anew whenever it is needed */
	constructor(link: Pick<Link, 'send'>, board: () => CampaignBoard) {
		super(link, m.groups_offline, () => board().seq);
		this.#board = board;
	}

	/** Every visit as the planners see it, with what is on its way to the server. */
	get visits(): Visit[] {
		const { ahead } = this;
		const board = [...this.#board().visits.values()];
		const known = board.map((visit) => ahead.get(String(visit.number)) ?? visit);
		const taken = new Set(known.filter(stands).map(({ group, from }) => `${group} ${from}`));
		// The board may have a new one before its answer is here.
		const fresh = [...ahead.values()].filter(
			({ number, group, from }) => number < 0 && !taken.has(`${group} ${from}`)
		);
		return [...known, ...fresh].map(asPlanned);
	}

	/** Whether a change of this visit waits for its answer. */
	isPending(number: number): boolean {
		return this.pending(String(number)) !== undefined;
	}

	/** @returns why not, in the person's language; null when the draft is kept */
	plan(plan: VisitPlan, note: string | null): Promise<string | null> {
		const what = m.groups_told_planned(this.#words(plan));
		const done = ({ visit: number }: { visit: number }) => {
			const run = () => this.#cancel(draftOf(plan, number), null);
			this.undos.add({ what, about: String(number), run });
		};
		return this.#plan(plan, note, { words: () => what, done });
	}

	#plan(plan: VisitPlan, note: string | null, said: Noted = {}) {
		const visit = draftOf(plan, --this.#newest);
		return this.#give('visit.plan', { ...plan, note }, { ...about([visit]), ...said });
	}

	/**
	 * Changes a draft; of a visit that is published the change is a draft.
	 * @param note as it was and as it will be, when that is changed
	 * @returns why not, or null
	 */
	move(
		visit: Visit,
		plan: VisitPlan,
		note?: { before: string | null; after: string | null }
	): Promise<string | null> {
		const what = m.groups_told_moved(this.#words(plan));
		const { group, unit, from, to, number } = visit;
		const back = { group, unit, from, to };
		const run = () => this.#move({ ...this.#known(visit), ...plan }, back, note?.before);
		const done = () => this.undos.add({ what, about: String(number), run });
		return this.#move(visit, plan, note?.after, { words: () => what, done });
	}

	#move(visit: Visit, plan: VisitPlan, note?: string | null, said: Noted = {}) {
		const input = { visit: visit.number, ...changesOf(visit, plan) };
		if (note !== undefined) Object.assign(input, { note });
		const change = visit.state === 'planned' ? {} : { change: plan };
		const shown = about([{ ...visit, ...plan, ...change }]);
		return this.#give('visit.move', input, { ...shown, ...said });
	}

	/** A visit as people know it: without what is changed and not published. */
	published({ number }: Visit): Visit | undefined {
		return this.#board().visits.get(number);
	}

	/** Takes the newest act back, one that is still under way too, or says why it cannot be. */
	async undo(): Promise<void> {
		const undone = await this.undoNewest();
		if (!undone) return;
		if (undone.why !== null) this.refuse(undone.why);
		else this.say(m.groups_told_undone({ what: undone.what }));
	}

	#known(visit: Visit): Visit {
		return this.visits.find(({ number }) => number === visit.number) ?? visit;
	}

	/** @returns why not, or null */
	publish(drafts: Visit[]): Promise<string | null> {
		const visits = drafts.map(({ number }) => number);
		const shown = drafts.map(({ change: _, ...visit }): Visit => {
			return visit.state === 'planned' ? { ...visit, state: 'published' } : visit;
		});
		const done = ({ published }: Published) => this.undos.settle(published.map(String));
		const giving = { ...about(shown), done, words: publishedWords };
		return this.#give('visit.publish', { visits }, giving);
	}

	/**
	 * @param note of a draft: what is planned again when this is taken back
	 * @returns why not, or null
	 */
	cancel(visit: Visit, reason: string | null, note: string | null): Promise<string | null> {
		const what = m.groups_told_cancelled({ place: this.placeName(visit.unit) });
		const { group, unit, from, to, state } = visit;
		const key = String(visit.number);
		const done = () => {
			this.undos.settle([key]);
			const run = () => this.#plan({ group, unit, from, to }, note);
			if (state === 'planned') this.undos.add({ what, about: key, run });
		};
		return this.#cancel(visit, reason, { words: () => what, done });
	}

	#cancel(visit: Visit, reason: string | null, said: Noted = {}) {
		const input = { visit: visit.number, reason };
		const cancelled: Visit = { ...visit, state: 'cancelled' };
		return this.#give('visit.cancel', input, { ...about([cancelled]), ...said });
	}

	/** Can be taken back: everybody sees a group on screen, nobody is sent word of it. @returns why not, or null */
	saveGroup(input: CommandInput<'group.save'>, name: string): Promise<string | null> {
		const what = m.groups_told_saved_group({ group: name });
		const key = `group ${input.group}`;
		const former = formerGroup(this.#board().groups.get(input.group), input);
		const done = () => {
			if (!former) return;
			const run = () => this.#give('group.save', former, { about: [key] });
			this.undos.add({ what, about: key, run });
		};
		return this.#give('group.save', input, { about: [key], words: () => what, done });
	}

	/** Says why something was not even asked. */
	refuse(why: string): void {
		this.outcome = { tone: 'refused', text: m.groups_told_refused({ why }), retry: null };
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

	/** Refusals stand at the foot of the page too: what was dragged has no dialog. */
	async #give<Type extends CommandType>(
		type: Type,
		input: CommandInput<Type>,
		giving: Giving<CommandResults[Type], Visit>
	): Promise<string | null> {
		const why = await this.give(type, input, giving);
		if (why !== null) this.refuse(why);
		return why;
	}
}

function publishedWords({ published, skipped }: Published): string {
	const done = m.groups_told_published({ count: published.length });
	if (skipped.length === 0) return done;
	return `${done} ${m.groups_told_skipped({ count: skipped.length })}`;
}

/** Visits as they will be; their commands go in turn. */
function about(visits: Visit[]) {
	const ahead = new Map(visits.map((visit) => [String(visit.number), visit]));
	return { about: [...ahead.keys()], ahead, inTurn: true };
}

function draftOf(plan: VisitPlan, number: number): Visit {
	return { ...plan, number, state: 'planned', arrived_at: null, left_at: null, at: '' };
}

/** What changed in the plan; at least the days, so that something is named. */
function changesOf(visit: Visit, { group, unit, from, to }: VisitPlan): Partial<VisitPlan> {
	return {
		from,
		to,
		...(group === visit.group ? {} : { group }),
		...(unit === visit.unit ? {} : { unit })
	};
}
