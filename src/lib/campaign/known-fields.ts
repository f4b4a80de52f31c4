/** For whom a field is: every member, those whose role reaches the place, or those who plan. */
export type Audience = 'members' | 'reach' | 'planners';
/** A decision for every field: one that is added does not compile before somebody has decided. */
export type Decided<T> = Readonly<Record<keyof Required<T>, Audience>>;

/** The fields that are for one audience only. */
export const fieldsFor = <T>(decided: Decided<T>, audience: Audience) =>
	(Object.keys(decided) as (keyof T)[]).filter((field) => decided[field] === audience);

/** Makes copies without what is only for those within reach; `instead` says what stands in its place. */
export function beyond<T extends object>(decided: Decided<T>, instead: (whole: T) => Partial<T>) {
	const hidden = new Set(fieldsFor<T>(decided, 'reach'));
	return (whole: T): T => {
		// Not a copy from which fields are deleted: engines write such objects out many times slower.
		const copy: Partial<T> = {};
		for (const field in whole) if (!hidden.has(field)) copy[field] = whole[field];
		return Object.assign(copy, instead(whole)) as T;
	};
}

/** Makes one copy for all: what is written out of it is written once. For what is replaced, never changed. */
export function once<T extends object>(make: (whole: T) => T): (whole: T) => T {
	const made = new WeakMap<T, T>();
	return (whole) => {
		const known = made.get(whole) ?? make(whole);
		made.set(whole, known);
		return known;
	};
}
