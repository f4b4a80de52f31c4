import { m } from '#lib/paraglide/messages.js';

type ImportWord = Extract<keyof typeof m, `import_${string}`>;
/** Words for what does not fit the schema of `campaign.json`. */
export type SchemaWord =
	| 'text_expected'
	| 'text_too_long'
	| 'text_unseen'
	| 'text_one_line'
	| 'slug_expected'
	| 'key_expected'
	| 'date_expected'
	| 'time_expected'
	| 'days_expected'
	| 'zone_unknown'
	| 'yes_no_expected'
	| 'list_expected'
	| 'allocation_unknown'
	| 'share_expected'
	| 'count_expected'
	| 'ladder_unknown'
	| 'entry_unknown'
	| 'entry_missing'
	| 'object_expected';
type Params<Word extends ImportWord> = Parameters<(typeof m)[Word]>[0];

/** Where in a package something is wrong. */
export interface Place {
	file: string;
	/** Counted from 1; null when the whole file is meant. */
	line: number | null;
	/** Head of the CSV column, or path in the JSON such as `measures.0.key`; null: all of the line. */
	column: string | null;
}

/** One thing that is wrong with a package, and what to say about it in either language. */
export interface ImportProblem extends Place {
	message: { key: ImportWord; params: Record<string, string | number> };
}

/** Collects what is wrong while a package is read, so that all of it can be said at once. */
export class Problems {
	readonly list: ImportProblem[] = [];

	add<Word extends ImportWord>(at: Place, key: Word, params: Params<Word>): void {
		// Words take unknown values by their types; ours are texts and numbers.
		const message = { key, params: params as ImportProblem['message']['params'] };
		this.list.push({ ...at, message });
	}

	/** Whether anything was found wrong in a file. */
	has(file: string): boolean {
		return this.list.some((problem) => problem.file === file);
	}
}

/** `file:line:column message`, as editors and people read it. */
export function sayProblem(problem: ImportProblem, locale: 'vi' | 'en'): string {
	const { file, line, column, message } = problem;
	const say = m[message.key] as (params: object, options: { locale: 'vi' | 'en' }) => string;
	const place = [file, line, column].filter((part) => part !== null).join(':');
	return `${place} ${say(message.params, { locale })}`;
}
