import * as v from 'valibot';
import { code, date, MOST } from '#lib/campaign/fields.ts';
import { Problem } from '../problem.ts';

// What stands in the addresses of the API, as wide as the columns it is looked up in.

export const UnitPart = code;
export const DatePart = date;
/** Of a request or a visit. */
export const NumberPart = v.pipe(
	v.string(),
	v.regex(/^[1-9]\d{0,9}$/),
	v.transform(Number),
	v.maxValue(MOST)
);
/** As we make them and write them, in small letters. */
export const FilePart = v.pipe(v.string(), v.uuid(), v.toLowerCase());

/** A part of an address. @throws `not_found`, on `field` if there is one: what cannot be there is not there */
export function part<Schema extends v.GenericSchema<unknown, unknown>>(
	schema: Schema,
	given: string,
	field?: string
): v.InferOutput<Schema> {
	const parsed = v.safeParse(schema, given);
	if (!parsed.success) throw new Problem('not_found', 'not_found', {}, field);
	return parsed.output;
}
