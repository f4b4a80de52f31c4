import type { ReviewRow } from '#lib/campaign/reports/review-list.ts';
import type { Link } from '#lib/live/link.svelte.ts';
import { CommandSender } from '#lib/live/sender.svelte.ts';
import { m } from '#lib/paraglide/messages.js';
import type { CommandInput, CommandResults } from '#lib/protocol/commands.ts';
import type { Terms } from '../words/terms.ts';
import { rowNameOf } from '../words/unit-name.ts';

/** Things that one command takes at most. */
const AT_ONCE = 1000;
const NAMED = 3;

/**
 * What a reviewer does with days of one date. Nothing is shown ahead of the board: the page counts what is
 * accepted, and counts what was confirmed. Nothing is taken back: only a return undoes it, and says why.
 */
export class ReviewSender extends CommandSender {
	readonly #timeOf: (at: string) => string;
	readonly #terms: () => Terms;

	constructor(link: Pick<Link, 'send'>, timeOf: (at: string) => string, terms: () => Terms) {
		super(link, m.review_told_offline);
		this.#timeOf = timeOf;
		this.#terms = terms;
	}

	async accept(row: ReviewRow): Promise<void> {
		if (!row.report || this.isUnderWay('report.accept', row.code)) return;
		const { code: unit, date, report } = row;
		const name = rowNameOf(row);
		const input = { unit, date, revision: report.revision };
		await this.give('report.accept', input, {
			about: [unit],
			words: () => m.review_told_accepted({ name }),
			refused: refusedWords(m.review_accept_of({ name }), () => this.accept(row))
		});
	}

	/** @returns why not, in the person's language; null when it was returned */
	return(row: ReviewRow, reason: string): Promise<string | null> {
		const { code: unit, date, report } = row;
		const name = rowNameOf(row);
		const input = { unit, date, revision: report?.revision ?? null, reason };
		return this.give('report.return', input, {
			about: [unit],
			words: ({ unlocked_until: until }) =>
				until
					? m.review_told_returned_open({ ...this.#terms(), name, time: this.#timeOf(until) })
					: m.review_told_returned({ name })
		});
	}

	/** @param until campaign time, ISO; null for as long as usual. @returns why not, or null */
	unlock(row: ReviewRow, reason: string, until: string | null): Promise<string | null> {
		const { code: unit, date } = row;
		const name = rowNameOf(row);
		const input = { unit, date, reason, until };
		return this.give('report.unlock', input, {
			about: [unit],
			words: ({ until }) => m.review_told_unlocked({ name, time: this.#timeOf(until) })
		});
	}

	async remind(rows: ReviewRow[]): Promise<void> {
		const [first] = rows;
		if (!first || (rows.length === 1 && this.isUnderWay('report.remind', first.code))) return;
		const what = m.review_remind_many({ ...this.#terms(), count: rows.length });
		const refused = refusedWords(what, () => this.remind(rows));
		const inputOf = (some: ReviewRow[]) => ({ units: codesOf(some), date: first.date });
		const results = await this.#giveMany('report.remind', rows, inputOf, refused);
		if (!results) return;
		const count = results.flatMap(({ reminded }) => reminded).length;
		const skipped = results.flatMap(({ skipped }) => skipped).length;
		const done =
			rows.length === 1 && count === 1
				? m.review_told_reminded({ name: rowNameOf(first) })
				: m.review_told_reminded_many({ ...this.#terms(), count });
		this.say(skipped > 0 ? `${done} ${m.review_told_remind_skipped({ count: skipped })}` : done);
	}

	async acceptMany(rows: ReviewRow[]): Promise<void> {
		const what = m.review_accept_many({ count: rows.length });
		const refused = refusedWords(what, () => this.acceptMany(rows));
		const keyOf = ({ code: unit, date, report }: ReviewRow) =>
			report ? [{ unit, date, revision: report.revision }] : [];
		const inputOf = (some: ReviewRow[]) => ({ reports: some.flatMap(keyOf) });
		const results = await this.#giveMany('report.accept_many', rows, inputOf, refused);
		if (!results) return;
		const count = results.flatMap(({ accepted }) => accepted).length;
		const skipped = results.flatMap(({ skipped }) => skipped.map(({ unit }) => unit));
		const done = m.review_told_accepted_many({ count });
		if (skipped.length === 0) return this.say(done);
		const names = namesOf(skipped, rows, this.#terms());
		this.say(`${done} ${m.review_told_accept_skipped({ count: skipped.length, names })}`);
	}

	/** @returns the results of as many commands as it takes; null when one was refused, which is said */
	async #giveMany<Type extends 'report.remind' | 'report.accept_many'>(
		type: Type,
		rows: ReviewRow[],
		inputOf: (some: ReviewRow[]) => CommandInput<Type>,
		refused: ReturnType<typeof refusedWords>
	): Promise<CommandResults[Type][] | null> {
		const results: CommandResults[Type][] = [];
		for (let i = 0; i < rows.length; i += AT_ONCE) {
			const some = rows.slice(i, i + AT_ONCE);
			const done = (result: CommandResults[Type]) => void results.push(result);
			const giving = { about: codesOf(some), done, refused };
			if ((await this.give(type, inputOf(some), giving)) !== null) return null;
		}
		return results;
	}
}

function refusedWords(what: string, again: () => Promise<void>) {
	return { words: (why: string) => m.review_told_refused({ what, why }), again };
}

const codesOf = (rows: ReviewRow[]) => rows.map(({ code }) => code);

/** 'Triệu Ái, Triệu Đại, Gio Mai và 4 xã khác'. */
function namesOf(codes: string[], rows: ReviewRow[], terms: Terms): string {
	const names = codes.map((code) => {
		const row = rows.find((one) => one.code === code);
		return row ? rowNameOf(row) : code;
	});
	const shown = names.slice(0, NAMED).join(', ');
	const rest = names.length - NAMED;
	return rest > 0 ? `${shown} ${m.review_and_more({ ...terms, count: rest })}` : shown;
}
