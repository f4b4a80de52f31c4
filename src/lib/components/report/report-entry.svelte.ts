import { dayAccess } from '#lib/campaign/report-day.ts';
import type { Amounts, Campaign } from '#lib/campaign/campaign.ts';
import * as entries from '#lib/campaign/entry.ts';
import type { Entry, EntryMode, ReportedDay } from '#lib/campaign/entry.ts';
import type { ReportLine } from '#lib/campaign/report-checks.ts';
import { formatCount } from '#lib/components/format.ts';
import { getLocale } from '#lib/paraglide/runtime.js';
import type { CommandAnswer, CommandResults, ReportSubmit } from '#lib/protocol/commands.ts';
import { problemMessage } from '#lib/protocol/problem-words.ts';
import { refusalOf, type Refusal } from './refusal.ts';
import { newAttempt, type Attempt, type Draft } from './report-draft.ts';

export type Receipt = CommandResults['report.submit'];
export type Send = (input: ReportSubmit, id: string) => Promise<CommandAnswer<Receipt>>;

/** What became of the report on screen. `kept`: not sent, still on this device. */
export type SendState =
	| { kind: 'editing' | 'sending' | 'signed-out' }
	| { kind: 'received'; receipt: Receipt }
	| { kind: 'kept'; code: 'unavailable' | 'rate_limited' }
	| { kind: 'refused'; message: string };

/** What the form is about; read anew each time, so that it may live. */
export interface EntryFacts {
	campaign: Campaign;
	unit: string;
	date: string;
	days: ReportedDay[];
	now: Date;
}

/** One field as it stands: what it shows, what that means, and what is wrong with it (in words). */
export interface FieldView {
	text: string;
	entry: Entry;
	before: number;
	/** The day's amount as the server has it; undefined when nobody reported it. */
	standing: number | undefined;
	problem: string | null;
}

/** A day's report being typed. Knows no socket and no storage: it is given a way to send and to keep. */
export class ReportEntry {
	mode = $state<EntryMode>('day');
	note = $state('');
	state = $state.raw<SendState>({ kind: 'editing' });
	readonly #facts: () => EntryFacts;
	readonly #keep: (draft: Draft | null) => void;
	#texts = $state.raw<Record<string, string>>({});
	/** Texts of the fields somebody typed in; all others, and a locked day's, show what stands. */
	readonly #typed = $derived.by(() => {
		const { campaign, date, now } = this.#facts();
		return dayAccess(campaign, date, now) === 'open' ? this.#texts : {};
	});
	/** Fields that were left once: their problems are shown from then on. */
	#left = $state.raw<readonly string[]>([]);
	/** What the server said about single fields. */
	#refused = $state.raw<Record<string, string>>({});
	#base = $state<number | null>(null);
	#attempt: Attempt | null = null;

	readonly standing = $derived.by(() => {
		const { days, date } = this.#facts();
		return days.find((day) => day.date === date) ?? null;
	});
	readonly #standingAmounts = $derived(entries.amountsByField(this.standing?.lines));
	readonly before: Amounts = $derived.by(() => {
		const { days, date } = this.#facts();
		return entries.doneBefore(days, date);
	});
	readonly #names = $derived.by(() => entries.fieldsOf(this.#facts().campaign));
	readonly fields: Record<string, FieldView> = $derived(
		Object.fromEntries(this.#names.map((name) => [entries.fieldOf(name), this.#view(name)]))
	);
	/** Every amount on screen that can be read: typed, or standing. */
	readonly lines: ReportLine[] = $derived(this.#linesOf(() => true));
	/** What a submission would send: amounts that differ from what stands. */
	readonly changes: ReportLine[] = $derived(
		this.#linesOf(({ entry, standing }) => entry.kind === 'amount' && entry.amount !== standing)
	);
	readonly emptyFields = $derived(this.#keys(({ entry }) => entry.kind === 'empty'));
	readonly problemFields = $derived(this.#keys(({ problem }) => problem !== null));
	/** Whether something typed would be lost by leaving. */
	readonly touched = $derived(Object.keys(this.#typed).length > 0 || this.note !== '');
	/** The newer revision that came while somebody typed here, or null. */
	readonly overtakenBy = $derived(
		this.#base !== null && this.standing && this.standing.revision > this.#base
			? this.standing.revision
			: null
	);

	/**
	 * The receipt of what is on screen. Also when the answer was lost on the way: the province then
	 * turns out to have exactly what could not be confirmed.
	 */
	readonly received: Receipt | null = $derived.by(() => {
		if (this.state.kind === 'received') {
			// A later revision from another device: this receipt no longer speaks of what stands.
			const overtaken = (this.standing?.revision ?? 0) > this.state.receipt.revision;
			return overtaken ? null : this.state.receipt;
		}
		const arrived = this.state.kind === 'kept' && this.changes.length === 0;
		if (!arrived || !this.standing || this.problemFields.length > 0) return null;
		return { ...this.standing, amounts: entries.sumByMeasure(this.standing.lines) };
	});

	constructor(facts: () => EntryFacts, keep: (draft: Draft | null) => void) {
		this.#facts = facts;
		this.#keep = keep;
	}

	/** Takes up what a device kept, but for what has arrived since. Returns whether anything is left. */
	restore(draft: Draft): boolean {
		this.mode = draft.mode;
		this.#texts = draft.typed;
		this.#left = Object.keys(draft.typed);
		this.note = draft.note;
		this.#base = draft.base;
		this.#attempt = draft.attempt;
		if (this.changes.length === 0 && this.problemFields.length === 0) this.#clear();
		return this.touched;
	}

	/** Forgets what was typed; the fields show what stands. */
	discard(): void {
		this.#clear();
		this.state = { kind: 'editing' };
	}

	type(field: string, text: string): void {
		this.#texts = { ...this.#typed, [field]: text };
		const { [field]: _said, ...refused } = this.#refused;
		this.#refused = refused;
		this.edited();
	}

	/** Anything was changed by hand: what was said about the last sending no longer fits. */
	edited(): void {
		this.#base ??= this.standing?.revision ?? 0;
		if (this.state.kind !== 'sending') this.state = { kind: 'editing' };
		this.#save();
	}

	/** Tidies a field that was left: a number is written out, an emptied field shows what stands again. */
	leave(field: string): void {
		const view = this.fields[field];
		if (!view || !(field in this.#typed)) return;
		this.#left = [...this.#left, field];
		const { entry, standing } = view;
		const { [field]: _text, ...rest } = this.#typed;
		if (entry.kind === 'empty' || (entry.kind === 'amount' && entry.amount === standing)) {
			this.#texts = rest;
			if (!this.touched) this.#base = null;
		} else if (entry.kind === 'amount') {
			this.#texts = { ...rest, [field]: this.#written(field, entry.amount, this.mode) };
		}
		this.#save();
	}

	/** Every readable text is rewritten for the other way of entering; the amounts stay the same. */
	enterAs(mode: EntryMode): void {
		const typed = { ...this.#typed };
		for (const field in typed) {
			const entry = this.fields[field]?.entry;
			if (entry?.kind === 'amount') typed[field] = this.#written(field, entry.amount, mode);
		}
		this.#texts = typed;
		this.mode = mode;
		this.#save();
	}

	/** Zero is typed, not assumed: one tap types it into every empty field. */
	fillZeros(): void {
		const zeros = this.emptyFields.map((field) => [field, this.#written(field, 0, this.mode)]);
		this.#texts = { ...this.#typed, ...(Object.fromEntries(zeros) as Record<string, string>) };
		this.edited();
	}

	/** Checks and sends. Returns whether it went out; the first wrong field is then `problemFields[0]`. */
	async submit(send: Send, newId: () => string): Promise<boolean> {
		if (this.state.kind === 'sending') return false;
		this.#left = Object.keys(this.#typed);
		if (this.problemFields.length > 0) return false;
		const { id, input } = this.#prepare(newId);
		const { campaign, now } = this.#facts();
		const refused = refusalOf(campaign, input, now);
		if (refused) {
			this.#refuse(refused, input.lines);
			return false;
		}
		this.#attempt = { id, input };
		this.#save();
		this.state = { kind: 'sending' };
		const answer = await send(input, id);
		if (answer.ok) {
			this.#clear();
			this.state = { kind: 'received', receipt: answer.result };
			return true;
		}
		const { code } = answer.error;
		if (code !== 'unavailable') this.#attempt = null;
		if (code === 'unavailable' || code === 'rate_limited') this.state = { kind: 'kept', code };
		else if (code === 'unauthenticated') this.state = { kind: 'signed-out' };
		else this.#refuse(answer.error, input.lines);
		this.#save();
		return false;
	}

	/** The same content goes out under the same id again, so that a lost answer cannot double it. */
	#prepare(newId: () => string): Attempt {
		const { unit, date } = this.#facts();
		const note = this.note.trim() || null;
		const base_revision = this.#base ?? this.standing?.revision ?? 0;
		const same = JSON.stringify([this.changes, note, base_revision]);
		const last = this.#attempt;
		if (
			last &&
			same === JSON.stringify([last.input.lines, last.input.note, last.input.base_revision])
		)
			return last;
		return newAttempt({ unit, date, lines: this.changes, base_revision, note }, newId());
	}

	#refuse({ field, message }: Refusal, sent: ReportLine[]): void {
		const name = entries.fieldOfPath(field, sent);
		if (name) this.#refused = { ...this.#refused, [name]: message };
		this.state = name ? { kind: 'editing' } : { kind: 'refused', message };
	}

	#view(name: { category: string; measure: string }): FieldView {
		const field = entries.fieldOf(name);
		const before = this.before[field] ?? 0;
		const standing = this.#standingAmounts[field];
		const text =
			this.#typed[field] ??
			(standing === undefined ? '' : formatCount(entries.enteredFor(standing, this.mode, before)));
		const entry = entries.readEntry(text, this.mode, before);
		const said = this.#refused[field] ?? null;
		const problem =
			entry.kind === 'problem' && this.#left.includes(field)
				? problemMessage(entry.key, entry.params, getLocale())
				: said;
		return { text, entry, before, standing, problem };
	}

	#written(field: string, increment: number, mode: EntryMode): string {
		return formatCount(entries.enteredFor(increment, mode, this.before[field] ?? 0));
	}

	#linesOf(wanted: (view: FieldView) => boolean): ReportLine[] {
		return this.#names.flatMap((name) => {
			const view = this.fields[entries.fieldOf(name)];
			if (!view || view.entry.kind !== 'amount' || !wanted(view)) return [];
			return [{ ...name, amount: view.entry.amount }];
		});
	}

	#keys(wanted: (view: FieldView) => boolean): string[] {
		return Object.entries(this.fields).flatMap(([field, view]) => (wanted(view) ? [field] : []));
	}

	#clear(): void {
		this.#texts = {};
		this.#left = [];
		this.#refused = {};
		this.note = '';
		this.#base = null;
		this.#attempt = null;
		this.#keep(null);
	}

	#save(): void {
		if (!this.touched) return this.#keep(null);
		const { mode, note } = this;
		this.#keep({ mode, typed: this.#typed, note, base: this.#base, attempt: this.#attempt });
	}
}
