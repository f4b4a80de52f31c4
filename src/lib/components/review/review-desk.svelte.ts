import { SvelteMap } from 'svelte/reactivity';
import type { ReviewRow } from '#lib/campaign/reports/review-list.ts';
import { newCommandId } from '#lib/live/command-id.ts';
import type { Link } from '#lib/live/link.svelte.ts';
import { m } from '#lib/paraglide/messages.js';
import type {
	CommandAnswer,
	CommandInput,
	CommandResults,
	CommandType
} from '#lib/protocol/commands.ts';
import type { ErrorBody } from '#lib/protocol/errors.ts';
import { rowNameOf } from '../unit-name.ts';
import type { Terms } from '../terms.ts';
import type { Outcome } from '#lib/live/outcome.ts';

/** Commands that one call of a door takes at most. */
const AT_ONCE = 1000;
const NAMED = 3;

/** What a reviewer does with days of one date. Tells what became of it; knows no page. */
export class ReviewDesk {
	/** Communes whose command is on its way. */
	readonly pending = new SvelteMap<string, CommandType>();
	/** What was typed and not sent yet, by dialog and commune. */
	readonly drafts = new Map<string, string>();
	outcome = $state.raw<Outcome | null>(null);
	readonly #link: Pick<Link, 'send'>;
	readonly #timeOf: (at: string) => string;
	readonly #terms: () => Terms;
	/** Ids of commands without an answer: tried again, they are done once. */
	readonly #ids = new Map<string, string>();

	constructor(link: Pick<Link, 'send'>, timeOf: (at: string) => string, terms: () => Terms) {
		this.#link = link;
		this.#timeOf = timeOf;
		this.#terms = terms;
	}

	async accept(row: ReviewRow): Promise<void> {
		if (!row.report || this.pending.get(row.code) === 'report.accept') return;
		const { code: unit, date } = row;
		const input = { unit, date, revision: row.report.revision };
		const answer = await this.#run('report.accept', [row], input);
		if (answer.ok) this.#tell(m.review_told_accepted({ name: rowNameOf(row) }));
		else
			this.#refuse(m.review_accept_of({ name: rowNameOf(row) }), answer.error, () =>
				this.accept(row)
			);
	}

	/** @returns why not, in the person's language; null when it was returned */
	async return(row: ReviewRow, reason: string): Promise<string | null> {
		const { code: unit, date, report } = row;
		const input = { unit, date, revision: report?.revision ?? null, reason };
		const answer = await this.#run('report.return', [row], input);
		if (!answer.ok) return whyOf(answer.error);
		const until = answer.result.unlocked_until;
		const name = rowNameOf(row);
		this.#tell(
			until
				? m.review_told_returned_open({ ...this.#terms(), name, time: this.#timeOf(until) })
				: m.review_told_returned({ name })
		);
		return null;
	}

	/** @param until campaign time, ISO; null for as long as usual. @returns why not, or null */
	async unlock(row: ReviewRow, reason: string, until: string | null): Promise<string | null> {
		const { code: unit, date } = row;
		const answer = await this.#run('report.unlock', [row], { unit, date, reason, until });
		if (!answer.ok) return whyOf(answer.error);
		const time = this.#timeOf(answer.result.until);
		this.#tell(m.review_told_unlocked({ name: rowNameOf(row), time }));
		return null;
	}

	async remind(rows: ReviewRow[]): Promise<void> {
		const [first] = rows;
		if (!first || (rows.length === 1 && this.pending.get(first.code) === 'report.remind')) return;
		const [reminded, skipped]: [string[], string[]] = [[], []];
		for (const some of chunksOf(rows)) {
			const input = { units: some.map(({ code }) => code), date: first.date };
			const answer = await this.#run('report.remind', some, input);
			if (!answer.ok) {
				const what = m.review_remind_many({ ...this.#terms(), count: rows.length });
				return this.#refuse(what, answer.error, () => this.remind(rows));
			}
			reminded.push(...answer.result.reminded);
			skipped.push(...answer.result.skipped);
		}
		const done =
			rows.length === 1 && reminded.length === 1
				? m.review_told_reminded({ name: rowNameOf(first) })
				: m.review_told_reminded_many({ ...this.#terms(), count: reminded.length });
		const rest = skipped.length > 0 ? m.review_told_remind_skipped({ count: skipped.length }) : '';
		this.#tell(`${done} ${rest}`.trim());
	}

	async acceptMany(rows: ReviewRow[]): Promise<void> {
		const skipped: string[] = [];
		let accepted = 0;
		for (const some of chunksOf(rows)) {
			const reports = some.flatMap(({ code, date, report }) =>
				report ? [{ unit: code, date, revision: report.revision }] : []
			);
			const answer = await this.#run('report.accept_many', some, { reports });
			if (!answer.ok) {
				const what = m.review_accept_many({ count: rows.length });
				return this.#refuse(what, answer.error, () => this.acceptMany(rows));
			}
			accepted += answer.result.accepted.length;
			skipped.push(...answer.result.skipped.map(({ unit }) => unit));
		}
		const done = m.review_told_accepted_many({ count: accepted });
		const rest =
			skipped.length > 0
				? m.review_told_accept_skipped({
						count: skipped.length,
						names: namesOf(skipped, rows, this.#terms())
					})
				: '';
		this.#tell(`${done} ${rest}`.trim());
	}

	dismiss(): void {
		this.outcome = null;
	}

	async #run<Type extends CommandType>(
		type: Type,
		rows: ReviewRow[],
		input: CommandInput<Type>
	): Promise<CommandAnswer<CommandResults[Type]>> {
		const key = JSON.stringify([type, input]);
		const id = this.#ids.get(key) ?? newCommandId();
		this.#ids.set(key, id);
		for (const { code } of rows) this.pending.set(code, type);
		const answer = await this.#link.send(type, input, id);
		for (const { code } of rows) {
			// A later command about the same day may be on its way already.
			if (this.pending.get(code) === type) this.pending.delete(code);
		}
		if (answer.ok || answer.error.code !== 'unavailable') this.#ids.delete(key);
		return answer;
	}

	#tell(text: string): void {
		this.outcome = { tone: 'done', text, retry: null };
	}

	#refuse(what: string, error: ErrorBody, again: () => Promise<void>): void {
		const retry = error.code === 'unavailable' || error.code === 'rate_limited';
		const text = m.review_told_refused({ what, why: whyOf(error) });
		this.outcome = { tone: 'refused', text, retry: retry ? () => void again() : null };
	}
}

function whyOf({ message }: ErrorBody): string {
	return message || m.review_told_offline();
}

function chunksOf(rows: ReviewRow[]): ReviewRow[][] {
	const chunks: ReviewRow[][] = [];
	for (let i = 0; i < rows.length; i += AT_ONCE) chunks.push(rows.slice(i, i + AT_ONCE));
	return chunks;
}

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
