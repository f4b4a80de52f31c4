import type { IncomingMessage, ServerResponse } from 'node:http';
import { isApi, problemOf } from './api-error.ts';
import { localeOf } from '../headers/locale.ts';

const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);
/** The framework answers these itself, in plain text, before anything of ours is asked. */
const RESERVED = /[?&]x-sveltekit-/i;

/** Answers what no handler would get to see as the API answers everything. @returns whether it did */
export function refuseEarly(request: IncomingMessage, response: ServerResponse): boolean {
	const [pathname = '', query = ''] = (request.url ?? '').split(/(?=\?)/, 2);
	if (!isApi(pathname)) return false;
	const status = !METHODS.has(request.method ?? '') ? 405 : RESERVED.test(decoded(query)) ? 400 : 0;
	if (status === 0) return false;
	const { cookie, 'accept-language': acceptLanguage } = request.headers;
	const locale = localeOf({ ...(cookie && { cookie }), ...(acceptLanguage && { acceptLanguage }) });
	response.writeHead(status, {
		'content-type': 'application/json',
		'x-content-type-options': 'nosniff'
	});
	response.end(JSON.stringify({ ok: false, error: problemOf(status).body(locale) }));
	return true;
}

function decoded(query: string): string {
	try {
		return decodeURIComponent(query);
	} catch {
		return query;
	}
}
