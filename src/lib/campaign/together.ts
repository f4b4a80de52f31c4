/** What all members of a union are at once. */
export type All<Union> = (Union extends unknown ? (one: Union) => void : never) extends (
	all: infer Both
) => void
	? Both
	: never;

/**
 * One table of several, in their order. Pages that use none of it do not bring it: a bundler would keep tables that
 * are spread.
 */
/* @__NO_SIDE_EFFECTS__ */
export function together<const Tables extends readonly object[]>(
	...tables: Tables
): All<Tables[number]> {
	return Object.assign({}, ...tables) as All<Tables[number]>;
}
