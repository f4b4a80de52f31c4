import * as v from 'valibot';
import { invalid } from './problem.ts';

/** Which part of a history somebody asks for: so many of those that came before a number. */
export interface PageAsked {
	before: number;
	limit: number;
}

const whole = v.pipe(v.string(), v.regex(/^[1-9]\d{0,8}$/, 'number_expected'), v.transform(Number));

/** The page that an address asks for with `before` and `limit`. @throws `invalid`, naming which */
export function pageAsked(url: URL, { usual, most }: { usual: number; most: number }): PageAsked {
	const asked = Object.fromEntries(url.searchParams);
	const schema = v.object({
		before: v.optional(whole, '999999999'),
		limit: v.optional(whole, String(usual))
	});
	const parsed = v.safeParse(schema, asked);
	if (!parsed.success) throw invalid(parsed.issues);
	const { before, limit } = parsed.output;
	return { before, limit: Math.min(limit, most) };
}
