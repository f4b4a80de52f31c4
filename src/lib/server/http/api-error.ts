import { HTTP_STATUS, type ErrorCode } from '#lib/protocol/errors.ts';
import { Problem, type Locale } from '../problem.ts';

/** Whether an address belongs to the API, whose every answer is JSON. */
export const isApi = (pathname: string) => /^\/api(\/|$)/.test(pathname);

/** A status in the API's own words: what is wrong with the request, or with us. */
export function problemOf(status: number, id?: string): Problem {
	const named = Object.entries(HTTP_STATUS).find(([, own]) => own === status);
	if (named) return new Problem(named[0] as ErrorCode, KEYS[status] ?? named[0], { seconds: 1 });
	if (status >= 500)
		return new Problem('unavailable', id ? 'unexpected' : 'unavailable', { id: id ?? '' });
	return new Problem('invalid', KEYS[status] ?? 'input_expected');
}

const KEYS: Record<number, string> = {
	400: 'input_expected',
	405: 'method_unknown',
	413: 'text_too_long'
};

/**
 * An error as the API answers it: `{ ok: false, error }`. The framework has answers of its own for what it
 * does not let through to any handler: an unknown address, another method, a broken one.
 * @param id under which the log has an unexpected failure
 */
export async function apiError(response: Response, locale: Locale, id?: string): Promise<Response> {
	if (response.status < 400 || (await isOurs(response))) return response;
	const headers = new Headers(response.headers);
	for (const name of ['content-length', 'content-security-policy', 'etag', 'link'])
		headers.delete(name);
	headers.set('content-type', 'application/json');
	const { status } = response;
	const error = problemOf(status, id).body(locale);
	return new Response(JSON.stringify({ ok: false, error }), { status, headers });
}

async function isOurs(response: Response): Promise<boolean> {
	if (!response.headers.get('content-type')?.startsWith('application/json')) return false;
	const body: unknown = await response
		.clone()
		.json()
		.catch(() => null);
	const { ok, error } = (body ?? {}) as { ok?: unknown; error?: { code?: unknown } };
	return ok === false && typeof error?.code === 'string';
}
