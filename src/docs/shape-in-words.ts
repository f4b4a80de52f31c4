import type * as v from 'valibot';

type Node = v.GenericSchema & {
	entries?: Record<string, Node>;
	item?: Node;
	wrapped?: Node;
	options?: readonly unknown[];
};

/** Of more than this many words, the description of the API lists them all. */
const FEW = 3;

const mayBeAbsent = ({ type }: Node) => ['optional', 'nullish', 'exact_optional'].includes(type);
const inside = (schema: Node): Node => (schema.wrapped ? inside(schema.wrapped) : schema);

/** An object as documents write it: `{ unit, lines: [{ category, amount }], note? }`; without `whole`, its fields' names. */
export function shapeInWords(schema: v.GenericSchema, whole = true): string {
	const { entries = {} } = inside(schema);
	const fields = Object.entries(entries).map(
		([name, field]) => `${name}${mayBeAbsent(field) ? '?' : ''}${whole ? valueInWords(field) : ''}`
	);
	return `{ ${fields.join(', ')} }`;
}

/** What a field holds, where its name does not say it. */
function valueInWords(field: Node): string {
	const { entries, item, type, options = [] } = inside(field);
	if (entries) return `: ${shapeInWords(inside(field))}`;
	if (item && inside(item).entries) return `: [${shapeInWords(item)}]`;
	if (type !== 'picklist' || options.length > FEW) return '';
	return `: ${options.map((option) => `"${String(option)}"`).join(' or ')}`;
}
