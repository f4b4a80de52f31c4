import { json } from '@sveltejs/kit';
import { HTTP_STATUS } from '#lib/protocol/errors.ts';
import { isDatabaseAway, Problem, type Locale } from '../problem.ts';

/** A refusal as JSON with the status of its code. */
function refuse(problem: Problem, locale: Locale): Response {
	const status = HTTP_STATUS[problem.code];
	return json({ ok: false, error: problem.body(locale) }, { status });
}

/** Runs an API handler; what it refuses, and a database that is away, become JSON answers. */
export async function answer(
	locale: Locale,
	handle: () => Response | Promise<Response>
): Promise<Response> {
	try {
		return await handle();
	} catch (error) {
		if (error instanceof Problem) return refuse(error, locale);
		if (isDatabaseAway(error)) return refuse(new Problem('unavailable'), locale);
		throw error;
	}
}
