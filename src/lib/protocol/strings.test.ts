import * as v from 'valibot';
import { expect, test } from 'vitest';

// Whatever text a command or a request may bring has to fit into PostgreSQL and into a frame: no NUL, no
// half of a letter, no end to its length would be a failure of ours at the first one who tries.

const modules = import.meta.glob<Record<string, unknown>>(
	['./*.ts', '../campaign/{fields,*/commands}.ts', '!./*.test.ts'],
	{ eager: true }
);

type Node = v.GenericSchema & Record<string, unknown>;
const isSchema = (value: unknown): value is Node =>
	typeof value === 'object' && value !== null && (value as { kind?: unknown }).kind === 'schema';

/** Every schema of a text inside `schema`, with the way to it. */
function* textsOf(
	schema: Node,
	path: string,
	seen = new Set<unknown>()
): Generator<[string, Node]> {
	if (seen.has(schema)) return;
	seen.add(schema);
	if (schema.type === 'string') yield [path, schema];
	const { entries, item, items, options, wrapped, key, value, rest, pipe } = schema;
	const inner: [string, unknown][] = [
		...Object.entries(entries ?? {}),
		...[...((items ?? []) as unknown[]), ...((options ?? []) as unknown[])]
			.entries()
			.map(([index, one]): [string, unknown] => [String(index), one]),
		...Object.entries({ item, wrapped, key, value, rest }),
		// The first of a pipe is the schema itself.
		...((pipe ?? []) as unknown[]).slice(1).map((one): [string, unknown] => ['', one])
	];
	for (const [name, one] of inner) if (isSchema(one)) yield* textsOf(one, `${path}.${name}`, seen);
}

/** Schemas, and tables of schemas such as those of the commands; what we answer is ours. */
function* schemasOf(exported: Record<string, unknown>, path: string): Generator<[string, Node]> {
	for (const [name, value] of Object.entries(exported)) {
		if (name === 'result') continue;
		if (isSchema(value)) yield [`${path} ${name}`, value];
		else if (value && Object.getPrototypeOf(value) === Object.prototype) {
			yield* schemasOf(value as Record<string, unknown>, `${path} ${name}`);
		}
	}
}

/** Looked up or compared in memory and never stored: what is not there is simply not found. */
const IN_MEMORY =
	/ (CommandEnvelope\.type|(Join|Resume|Look)\.(campaign|mark|view)|PasswordForm\.current)\b/;

const texts = Object.entries(modules)
	.flatMap(([file, exported]) => [...schemasOf(exported, file)])
	.flatMap(([name, schema]) => [...textsOf(schema, name)]);

test('there are texts to be looked at', () => {
	expect(texts.length).toBeGreaterThan(40);
});

test.for([
	['a NUL', 'a\0b'],
	['half of a letter', 'a\uD800b'],
	['a text without end', 'a'.repeat(100_001)]
] as const)('no text of the protocol takes %s', ([, text]) => {
	const takes = texts.filter(([, schema]) => v.safeParse(schema, text).success);
	expect(takes.map(([path]) => path).filter((path) => !IN_MEMORY.test(path))).toEqual([]);
});
