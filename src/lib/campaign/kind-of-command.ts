import type * as v from 'valibot';
import type { Limit } from './limits.ts';

/** What a command says about itself, once. Who may give it, and what is done then, its handler says. */
export interface KindOfCommand<Input extends v.GenericSchema, Result> {
	/** What it does, for who reads the API: an English sentence, short, without its full stop. */
	does: string;
	/** What it takes. Messages are keys of the words (src/words/<locale>/errors.json). */
	input: Input;
	/** What the answer says when it was done. */
	result: Result;
	/** How often it may be given. */
	limit: Limit<keyof v.InferInput<Input> & string>;
	/**
	 * How long a campaign takes it. `end`: until its last day, for it begins something new. `lock`: until the last
	 * day locks, as long as figures can be corrected; the result then stands. Absent: without an end, for what is
	 * begun has to be finished, and days have rules of their own.
	 */
	until?: 'end' | 'lock';
}

/** Declares a kind of command by its schemas. A page that asks for none brings none: bundlers are told so. */
/* @__NO_SIDE_EFFECTS__ */
export function kind<Input extends v.GenericSchema, Result extends v.GenericSchema>(
	declaration: KindOfCommand<Input, Result>
): KindOfCommand<Input, Result> {
	return declaration;
}
