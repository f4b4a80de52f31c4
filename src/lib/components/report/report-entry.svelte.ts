import type { Amounts } from '#lib/campaign/campaign.ts';
import * as entries from '#lib/campaign/reports/entry.ts';
import type { EntryMode } from '#lib/campaign/reports/entry.ts';
import type { Meanwhile } from '#lib/campaign/reports/meanwhile.ts';
import { fieldOf, type ReportLine } from '#lib/campaign/reports/report-line.ts';
import { spreadCells, type Spread } from '#lib/campaign/reports/pasted-cells.ts';
import { softChecks } from '#lib/campaign/reports/soft-checks.ts';
import type { Kept } from '#lib/device/kept.ts';
import type { ReportSubmit } from '#lib/campaign/reports/commands.ts';
import { tidy } from '#lib/campaign/text.ts';
import type { EntryFacts } from './entry-facts.ts';
import { viewField, written, type FieldView } from './field-view.ts';
import { fieldAsked } from './field-asked.ts';
import { Questions } from './questions.svelte.ts';
import { refusalOf } from './refusal.ts';
import type { Draft } from './report-draft.ts';
import { SeenDay } from './seen-day.svelte.ts';
import { TakenBack } from './taken-back.ts';

/** Hands a submission over. Resolved once the device keeps it; `replaces`: the refused item it corrects. */
export type Submit = (input: ReportSubmit, replaces: string | null) => Promise<unknown>;

/** A day's report being typed. Knows no socket and no storage: it is given ways to submit and to keep. */
export class ReportEntry {
	mode = $state<EntryMode>('day');
	note = $state('');
	/** While the device writes a submission down. */
	submitting = $state(false);
	/** What is wrong with the report as a whole, in words. */
	problem = $state<string | null>(null);
	/** Where what is typed is kept; set once the draft was opened. */
	keep: (draft: Draft | null) => Kept = () => 'unknown';
	/** Whether what is typed would outlive the page. */
	draftKept = $state<Kept>('unknown');
	readonly #facts: () => EntryFacts;
	#texts = $state.raw<Record<string, string>>({});
	readonly #takenBack = $derived.by(() => {
		const { refused } = this.#facts();
		return refused && new TakenBack(refused);
	});
	/** Texts of fields somebody typed in or has to correct, also when the day was locked meanwhile; all others show what stands. */
	readonly #typed: Record<string, string> = $derived.by(() => {
		return { ...this.#takenBack?.texts(this.mode, this.before), ...this.#texts };
	});
	/** Fields that were left once: their problems are shown from then on. */
	#left = $state.raw<readonly string[]>([]);
	/** What own checks said about single fields at the last try. */
	#wrong = $state.raw<Record<string, string>>({});
	/** What was pasted last as several cells, until the next edit. */
	pasted = $state.raw<Spread<string> | null>(null);
	#beforePaste: Record<string, string> = {};
	readonly #seenDay = new SeenDay();

	readonly standing = $derived.by(() => {
		const { days, date } = this.#facts();
		return days.find((day) => day.date === date) ?? null;
	});
	readonly #standingDay = $derived({
		revision: this.standing?.revision ?? 0,
		amounts: entries.amountsByField(this.standing?.lines)
	});
	readonly before: Amounts = $derived.by(() => {
		const { days, date } = this.#facts();
		return entries.doneBefore(days, date);
	});
	readonly #names = $derived.by(() => entries.fieldsOf(this.#facts().campaign));
	readonly fields: Record<string, FieldView> = $derived(
		Object.fromEntries(this.#names.map((name) => [fieldOf(name), this.#view(name)]))
	);
	/** Every amount on screen that can be read: typed, or standing. */
	readonly lines: ReportLine[] = $derived(this.#linesOf(() => true));
	readonly #disputed = $derived.by(() => new Set(this.#facts().disputes.map(fieldOf)));
	/**
	 * What a submission would send: amounts that differ from what stands. A disputed field that was typed
	 * goes with the number that stands as well: that settles it.
	 */
	readonly changes: ReportLine[] = $derived(
		this.#linesOf(({ entry, standing }, field) => {
			if (entry.kind !== 'amount') return false;
			return entry.amount !== standing || this.settles(field);
		})
	);
	readonly emptyFields = $derived(this.#keys(({ entry }) => entry.kind === 'empty'));
	readonly problemFields = $derived(this.#keys(({ problem }) => problem !== null));
	/** Whether something typed would be lost by leaving. */
	readonly touched = $derived(Object.keys(this.#texts).length > 0 || this.note !== '');
	/** Whether the form shows something that is not submitted: typed here, or refused and taken back. */
	readonly open = $derived(this.touched || this.#takenBack !== null);
	/** Why the server refused what stands in the form again, as far as it is not about one field. */
	readonly refusal = $derived(this.#takenBack?.general ?? null);
	readonly typedLines: ReportLine[] = $derived(this.#linesOf((_, field) => field in this.#texts));
	/** What a newer revision changed while somebody typed here. */
	readonly meanwhile: Meanwhile = $derived(
		this.#seenDay.changedIn(
			this.#standingDay,
			Object.keys(this.fields),
			entries.amountsByField(this.typedLines)
		)
	);
	/** What looks wrong about the day as it would be. */
	readonly questions = new Questions(() => {
		const { campaign, targets, totals, date } = this.#facts();
		const amounts = entries.sumByMeasure(this.lines);
		return softChecks({ campaign, targets, days: totals, date, amounts });
	});

	/** The field that what is asked now is about: where most was typed, or where something is missing. */
	readonly askedField: string | null = $derived.by(() => {
		const [about] = this.questions.current ?? [];
		return about ? fieldAsked(about, this.typedLines, this.lines) : null;
	});

	constructor(facts: () => EntryFacts) {
		this.#facts = facts;
	}

	/** Takes up what a device kept, but for what has arrived since. Returns whether anything is left. */
	restore(draft: Draft): boolean {
		if (this.touched) return false; // somebody was quicker
		this.mode = draft.mode;
		this.#texts = draft.typed;
		this.#left = Object.keys(draft.typed);
		this.note = draft.note;
		this.#seenDay.restore(draft);
		if (this.changes.length === 0 && this.problemFields.length === 0) this.discard();
		return this.touched;
	}

	/** Forgets what was typed; the fields show what stands. */
	discard(): void {
		this.#texts = {};
		this.#left = [];
		this.#wrong = {};
		this.problem = null;
		this.pasted = null;
		this.note = '';
		this.#seenDay.forget();
		this.questions.rest();
		this.draftKept = this.keep(null);
	}

	type(field: string, text: string): void {
		this.#texts = { ...this.#texts, [field]: text };
		const { [field]: _said, ...wrong } = this.#wrong;
		this.#wrong = wrong;
		this.edited();
	}

	/** Lays the cells of a spreadsheet over the fields from `field` on; what does not fit is refused whole. */
	paste(field: string, text: string): void {
		const { categories, measures } = this.#facts().campaign;
		const table = categories.map(({ key: category }) =>
			measures.map(({ key: measure }) => fieldOf({ category, measure }))
		);
		const pasted = spreadCells(text, table, field);
		if (pasted?.kind === 'filled') {
			const texts = Object.fromEntries(pasted.texts);
			this.#beforePaste = this.#texts;
			this.#texts = { ...this.#texts, ...texts };
			this.#left = [...this.#left, ...Object.keys(texts)];
			this.#wrong = {};
			this.edited();
		}
		this.pasted = pasted;
	}

	undoPaste(): void {
		this.#texts = this.#beforePaste;
		this.edited();
	}

	/** Anything was changed by hand: what was said about the last try no longer fits. */
	edited(): void {
		this.#seenDay.begin(this.#standingDay);
		this.problem = null;
		this.pasted = null;
		this.questions.rest();
		this.save();
	}

	isDisputed(field: string): boolean {
		return this.#disputed.has(field);
	}

	/** Whether sending says which of a disputed field's numbers is right. */
	settles(field: string): boolean {
		return this.#disputed.has(field) && field in this.#texts;
	}

	/** Says which number of a field is right: one of two that were typed, or one's own over a newer one. */
	decide(field: string, amount: number): void {
		this.type(field, this.#written(field, amount, this.mode));
		this.#seenDay.decide(field, this.#standingDay);
		this.leave(field);
	}

	/** Tidies a field that was left: a number is written out, an emptied field shows what stands again. */
	leave(field: string): void {
		const view = this.fields[field];
		if (!view || !(field in this.#typed)) return;
		this.#left = [...this.#left, field];
		const { entry, standing } = view;
		const { [field]: _text, ...rest } = this.#texts;
		const same = entry.kind === 'empty' || (entry.kind === 'amount' && entry.amount === standing);
		const needed = entry.kind === 'amount' && this.settles(field);
		if (same && !needed && !this.#takenBack?.names(field)) {
			this.#texts = rest;
			if (!this.touched) this.#seenDay.forget();
		} else if (entry.kind === 'amount' && field in this.#texts) {
			this.#texts = { ...rest, [field]: this.#written(field, entry.amount, this.mode) };
		}
		this.save();
	}

	/** Every readable text is rewritten for the other way of entering; the amounts stay but of those left. */
	enterAs(mode: EntryMode, left: (field: string) => boolean = () => false): void {
		const typed = { ...this.#texts };
		for (const field in typed) {
			if (left(field)) continue;
			const entry = this.fields[field]?.entry;
			if (entry?.kind === 'amount') typed[field] = this.#written(field, entry.amount, mode);
		}
		this.#texts = typed;
		this.mode = mode;
		this.save();
	}

	/** Zero is typed, not assumed: one tap types it into every empty field. */
	fillZeros(): void {
		const zeros = this.emptyFields.map((field) => [field, this.#written(field, 0, this.mode)]);
		this.#texts = { ...this.#texts, ...(Object.fromEntries(zeros) as Record<string, string>) };
		this.edited();
	}

	/**
	 * Checks and hands over. `submitted`: the device has it; `wrong`: the first wrong field is
	 * `problemFields[0]`; `asked`: somebody has to decide something that is on screen now.
	 */
	async submit(submit: Submit): Promise<'submitted' | 'wrong' | 'asked'> {
		if (this.submitting) return 'wrong';
		this.#left = Object.keys(this.#typed);
		if (this.problemFields.length > 0) return 'wrong';
		if (this.meanwhile.clashes.length > 0) return 'asked';
		const { campaign, unit, date, now, unlocks, refused } = this.#facts();
		const input: ReportSubmit = {
			...{ unit, date, lines: this.changes },
			base_revision: this.#seen(),
			device_time: new Date().toISOString(),
			note: tidy(this.note) || (refused?.input.note ?? null),
			answers: this.questions.answers
		};
		const wrong = refusalOf(campaign, input, now, unlocks[date]);
		if (wrong) {
			const field = entries.fieldOfPath(wrong.field, input.lines);
			if (field) this.#wrong = { ...this.#wrong, [field]: wrong.message };
			this.problem = field ? null : wrong.message;
			return 'wrong';
		}
		this.questions.asking = this.questions.open.length > 0;
		if (this.questions.asking) return 'asked';
		this.submitting = true;
		try {
			await submit(input, refused?.id ?? null);
			this.discard();
			return 'submitted';
		} finally {
			this.submitting = false;
		}
	}

	/** Keeps what was typed, for a reload or a killed browser. */
	save(): void {
		const { mode, note } = this;
		const typed = this.touched && { mode, typed: this.#texts, note, ...this.#seenDay.kept };
		this.draftKept = this.keep(typed || null);
	}

	/**
	 * The newest revision on screen when this is sent: what it changed meanwhile was shown, and decided
	 * about. What was refused had seen no more than it says.
	 */
	#seen(): number {
		const { revision } = this.#standingDay;
		return Math.min(this.#facts().refused?.input.base_revision ?? revision, revision);
	}

	#view(name: { category: string; measure: string }): FieldView {
		const field = fieldOf(name);
		const untouched = !(field in this.#texts);
		return viewField({
			typed: this.#typed[field],
			standing: this.#standingDay.amounts[field],
			before: this.before[field] ?? 0,
			mode: this.mode,
			left: this.#left.includes(field),
			said: this.#wrong[field] ?? (untouched ? (this.#takenBack?.problemOf(field) ?? null) : null)
		});
	}

	#written(field: string, increment: number, mode: EntryMode): string {
		return written(increment, mode, this.before[field] ?? 0);
	}

	#linesOf(wanted: (view: FieldView, field: string) => boolean): ReportLine[] {
		return this.#names.flatMap((name) => {
			const field = fieldOf(name);
			const view = this.fields[field];
			if (view?.entry.kind !== 'amount' || !wanted(view, field)) return [];
			return [{ ...name, amount: view.entry.amount }];
		});
	}

	#keys(wanted: (view: FieldView) => boolean): string[] {
		return Object.entries(this.fields).flatMap(([field, view]) => (wanted(view) ? [field] : []));
	}
}
