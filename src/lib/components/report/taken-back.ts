import type { Amounts } from '#lib/campaign/campaign.ts';
import { enteredFor, fieldOfPath, type EntryMode } from '#lib/campaign/reports/entry.ts';
import { fieldOf } from '#lib/campaign/reports/report-line.ts';
import { formatCount } from '#lib/components/words/format.ts';
import type { ReportItem } from '#lib/device/outbox/outbox-item.ts';

/** What the server refused, back in the form to be corrected. */
export class TakenBack {
	readonly #item: ReportItem;
	readonly #field: string | null;
	/** What is wrong with it as a whole, in the server's words; null when it is one field. */
	readonly general: string | null;
	readonly #message: string | null;

	constructor(item: ReportItem) {
		this.#item = item;
		const error = item.answer?.ok === false ? item.answer.error : null;
		this.#field = fieldOfPath(error?.field, item.input.lines);
		this.#message = error?.message ?? null;
		this.general = this.#field ? null : this.#message;
	}

	names(field: string): boolean {
		return this.#item.input.lines.some((line) => fieldOf(line) === field);
	}

	problemOf(field: string): string | null {
		return field === this.#field ? this.#message : null;
	}

	/** Its figures as they would be typed. */
	texts(mode: EntryMode, before: Amounts): Record<string, string> {
		return Object.fromEntries(
			this.#item.input.lines.map((line) => {
				const field = fieldOf(line);
				return [field, formatCount(enteredFor(line.amount, mode, before[field] ?? 0))];
			})
		);
	}
}
