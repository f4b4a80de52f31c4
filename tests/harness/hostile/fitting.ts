import fc from 'fast-check';
import * as v from 'valibot';

/**
 * Values that mean something in the campaign under test, by the name of the field they stand in. Of a list
 * without any, mostly none is given.
 */
export type Pools = Record<string, readonly (string | number)[]>;

interface Action {
	kind: string;
	type: string;
	requirement?: unknown;
}
/** The parts of a schema that say what fits it; valibot's own types do not say which it has. */
interface AnySchema extends Action {
	pipe?: readonly (Action | AnySchema)[];
	entries?: Record<string, AnySchema>;
	wrapped?: AnySchema;
	item?: AnySchema;
	key?: AnySchema;
	value?: AnySchema;
	options?: readonly unknown[];
}

/** Every check of a schema, those of the schemas it is made of included. */
function actionsOf(schema: AnySchema): Action[] {
	return (schema.pipe ?? []).flatMap((part) =>
		part.kind === 'schema' && part !== schema && 'pipe' in part ? actionsOf(part) : [part]
	);
}

/**
 * Makes values that fit a schema, drawn to its bounds; what the schema cannot say, such as which units
 * there are, is taken from the pools by the field's name. A schema of a kind not known here throws: so a
 * new one cannot go untried.
 */
export function fitting(given: v.GenericSchema, pools: Pools, name = ''): fc.Arbitrary<unknown> {
	const schema = given as unknown as AnySchema;
	const inner = (one: AnySchema | undefined, called = name) =>
		fitting(one as unknown as v.GenericSchema, pools, called);
	const bound = (type: string) =>
		actionsOf(schema).find((action) => action.type === type)?.requirement as number | undefined;
	switch (schema.type) {
		case 'object':
		case 'strict_object': {
			const entries = Object.entries(schema.entries ?? {});
			const values = entries.map(([key, entry]) => [key, inner(entry, key)] as const);
			const optional = entries.filter(([, entry]) => /optional|nullish/.test(entry.type));
			const requiredKeys = entries
				.map(([key]) => key)
				.filter((key) => !optional.some(([k]) => k === key));
			return fc.record(Object.fromEntries(values), { requiredKeys });
		}
		case 'optional':
			return inner(schema.wrapped);
		case 'nullish':
		case 'nullable':
			return fc.option(inner(schema.wrapped), { nil: null, freq: 4 });
		case 'array': {
			const [least, most] = [bound('min_length') ?? 0, bound('max_length') ?? 50];
			const some = fc.array(inner(schema.item), { minLength: least, maxLength: Math.min(most, 4) });
			if (pools[name]?.length === 0) {
				const none = { weight: 9, arbitrary: fc.constant([] as unknown[]) };
				return fc.oneof(none, { weight: 1, arbitrary: some });
			}
			const full = inner(schema.item).map((one) => Array.from({ length: most }, () => one));
			return fc.oneof({ weight: 60, arbitrary: some }, { weight: 1, arbitrary: full });
		}
		case 'record': {
			const keys = inner(schema.key) as fc.Arbitrary<string>;
			return fc.dictionary(keys, inner(schema.value), { minKeys: 1, maxKeys: 3 });
		}
		case 'picklist':
			return fc.constantFrom(...(schema.options ?? []));
		case 'union':
			return fc.oneof(...(schema.options ?? []).map((one) => inner(one as AnySchema)));
		case 'boolean':
			return fc.boolean();
		case 'number':
			return numbers(
				bound('min_value'),
				bound('max_value'),
				bound('integer') !== undefined,
				pools[name]
			);
		case 'string':
			return texts(given, actionsOf(schema), pools[name]);
		default:
			throw new Error(`nothing is known of schemas of the type ${schema.type}`);
	}
}

function numbers(
	min = -1e6,
	max = 1e6,
	whole: boolean,
	pool: readonly (string | number)[] = []
): fc.Arbitrary<unknown> {
	const any = whole
		? fc.integer({ min: Math.max(min, -(2 ** 31)), max: Math.min(max, 2 ** 31 - 1) })
		: fc.double({ min, max, noNaN: true });
	const bounds = fc.constantFrom(min, max);
	if (pool.length === 0) return fc.oneof(any, bounds);
	return fc.oneof({ weight: 6, arbitrary: fc.constantFrom(...pool) }, any, bounds);
}

function texts(
	schema: v.GenericSchema,
	actions: Action[],
	pool: readonly (string | number)[] = []
): fc.Arbitrary<unknown> {
	const has = (type: string) => actions.some((action) => action.type === type);
	const most = actions.find(({ type }) => type === 'max_length')?.requirement as number | undefined;
	const least = has('min_length') ? 1 : 0;
	const own = has('uuid')
		? fc.uuid()
		: has('iso_date')
			? fc.constantFrom('2000-01-01', '2024-02-29', '2100-12-31')
			: has('iso_timestamp')
				? fc.constantFrom(
						...['2025-03-03T10:00:00+07:00', '1900-01-01T00:00:00Z', '2199-12-31T23:59:59-15:59'],
						...['2025-03-04 12:00:00.123456789Z', '2025-03-05T00:00:00+15:59']
					)
				: has('url')
					? fc.constantFrom(
							'https://fcm.googleapis.com/a',
							'https://x.example/',
							'http://127.0.0.1:1/'
						)
					: has('regex')
						? fc.stringMatching(/^[a-z0-9]{1,30}$/)
						: writing(least, most ?? 100);
	const any = own.filter((text) => v.is(schema, text));
	if (pool.length === 0) return any;
	return fc.oneof(
		{ weight: 9, arbitrary: fc.constantFrom(...pool) },
		{ weight: 1, arbitrary: any }
	);
}

/** Short ones, and some as long as they may be; in letters of one, two, three and four bytes. */
function writing(minLength: number, most: number): fc.Arbitrary<string> {
	const letters = fc.constantFrom(
		'a',
		'ộ',
		'Đ',
		'@',
		'🇻🇳',
		'👩‍🔧',
		'\n',
		' ',
		'"',
		'\\',
		'\u0301',
		'\u{10FFFF}'
	);
	const short = fc.string({ unit: letters, minLength, maxLength: Math.min(most, 12) });
	const full = fc.constantFrom('x', 'ộ', '🐘').map((letter) => {
		return letter.repeat(Math.floor(most / letter.length));
	});
	return fc.oneof({ weight: 9, arbitrary: short }, { weight: 1, arbitrary: full });
}
