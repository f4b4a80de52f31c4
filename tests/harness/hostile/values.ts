import fc from 'fast-check';

// What nobody means and everybody may send: each has broken some program, several have broken this one.

const TIMES = [
	...[
		'2025-02-31',
		'2025-04-31',
		'0000-01-01',
		'9999-12-31',
		'2025-13-01',
		'1999-12-31',
		'infinity',
		'now'
	],
	...[
		'2025-03-01T09:00:00+23:59',
		'0000-01-01T00:00:00Z',
		'2025-02-31T00:00:00Z',
		'24:00',
		'-1',
		'NaN'
	]
];
const TEXTS = [
	...[
		'',
		' ',
		'\u0000',
		'a\u0000b',
		'\uD800',
		'a\uDFFFb',
		'\u0007',
		'\u001B[2J',
		'\r\n',
		'\t',
		'\v'
	],
	...['\u200B', '\uFEFF', '\u202Eabc', '\u2066a\u2069', '\u2800', '\u3164', '\uFFFF', '\u{10FFFF}'],
	...['__proto__', 'constructor', 'toString', 'null', 'true', '{}', '[]', '0x10', '1e300'],
	...["' or 1=1 --", '%00', '../../etc/passwd', '<script>alert(1)</script>', '\\u0000', '{{7*7}}'],
	...['x'.repeat(201), 'ộ'.normalize('NFD').repeat(500), '\u200D '.repeat(2000), 'y'.repeat(70_000)]
];
export const HOSTILE_TEXTS = [...TIMES, ...TEXTS];
const NUMBERS = [
	...[-1, 0, -0, 1, 0.5, 1.5, -1.5, 1000, 1001, 1_000_000, 1_000_001, 2_147_483_647, 2_147_483_648],
	...[Number.MAX_SAFE_INTEGER, 2 ** 53, 1e300, -1e300, 5e-324, Number.EPSILON]
];
const deep = (depth: number): unknown => (depth === 0 ? 1 : [deep(depth - 1)]);
const OBJECTS: unknown[] = [
	...[null, true, false, [], {}, [[]], [null], { length: 5 }, { then: 1 }, deep(500)],
	...[
		JSON.parse('{"__proto__":{"a":1}}') as unknown,
		{ constructor: 1 },
		Array.from({ length: 1001 }, () => 1)
	]
];

/** Any of them, or what comes up. */
export const hostile: fc.Arbitrary<unknown> = fc.oneof(
	{ weight: 6, arbitrary: fc.constantFrom(...HOSTILE_TEXTS) },
	{ weight: 4, arbitrary: fc.constantFrom(...NUMBERS) },
	{ weight: 3, arbitrary: fc.constantFrom(...OBJECTS) },
	{ weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 30 }) },
	{ weight: 1, arbitrary: fc.jsonValue({ maxDepth: 2 }) }
);

/** Where in a value something can be put in the place of something else. */
function placesIn(value: unknown, path: string[] = []): string[][] {
	if (value === null || typeof value !== 'object') return [path];
	return [
		path,
		...Object.entries(value).flatMap(([key, inner]) => placesIn(inner, [...path, key]))
	];
}

function put(value: unknown, [key, ...rest]: string[], change: (was: unknown) => unknown): unknown {
	if (key === undefined) return change(value);
	const copy = (
		Array.isArray(value) ? [...(value as unknown[])] : { ...(value as object) }
	) as Record<string, unknown>;
	copy[key] = put(copy[key], rest, change);
	return copy;
}

/** A value with each of its leaves, one at a time, as everything hostile of the same kind. */
export function* eachBlow(value: unknown): Generator {
	for (const path of placesIn(value)) {
		const was = path.reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], value);
		const others: readonly unknown[] =
			typeof was === 'number'
				? NUMBERS
				: typeof was !== 'string'
					? OBJECTS
					: isTime(was)
						? TIMES
						: TEXTS;
		for (const other of [...others, undefined]) yield put(value, path, () => other);
	}
}

const isTime = (text: string) => /^\d{4}-\d\d-\d\d/.test(text);

/** Something else of the same kind, which is what a schema forgets; or of any kind. */
const blow = fc.record({
	at: fc.nat(),
	how: fc.nat(12),
	any: hostile,
	time: fc.constantFrom(...TIMES),
	text: fc.constantFrom(...TEXTS),
	number: fc.constantFrom(...NUMBERS)
});
type Blow = typeof blow extends fc.Arbitrary<infer Value> ? Value : never;

function instead(was: unknown, { how, any, time, text, number }: Blow): unknown {
	if (how === 0) return undefined;
	if (how === 1 && Array.isArray(was)) return [...(was as unknown[]), ...(was as unknown[])];
	if (how === 2 && typeof was === 'string') return was + text;
	if (how === 3 && was !== null && typeof was === 'object') return { ...was, [text]: any };
	if (how < 7) return any;
	if (typeof was === 'number') return number;
	if (typeof was !== 'string') return any;
	return isTime(was) ? time : text;
}

/** Values of the right shape in which one thing, or two, is something else, missing or too much. */
export function nearly(fitting: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
	return fc.tuple(fitting, fc.array(blow, { minLength: 1, maxLength: 2 })).map(([value, blows]) =>
		blows.reduce<unknown>((struck, one) => {
			const places = placesIn(struck);
			const leaves = places.filter((path) => path.length > 0);
			const all = leaves.length > 0 ? leaves : places;
			return put(struck, all[one.at % all.length] ?? [], (was) => instead(was, one));
		}, value)
	);
}
