import type * as v from 'valibot';

/** What a command says about itself, once. Who may give it, and what is done then, its handler says. */
export interface KindOfCommand<Input = v.GenericSchema, Result = v.GenericSchema> {
	/** What it does, for who reads the API: an English sentence, short, without its full stop. */
	does: string;
	/** What it takes. Messages are keys of the words (src/words/<locale>/errors.json). */
	input: Input;
	/** What the answer says when it was done. */
	result: Result;
}

/** Declares a kind of command by its schemas. A page that asks for none brings none: bundlers are told so. */
/* @__NO_SIDE_EFFECTS__ */
export function kind<Input extends v.GenericSchema, Result extends v.GenericSchema>(
	declaration: KindOfCommand<Input, Result>
): KindOfCommand<Input, Result> {
	return declaration;
}
