import { setImmediate as nextTurn } from 'node:timers/promises';
import { error as httpError, json } from '@sveltejs/kit';
import { sequence, type Handle, type HandleServerError } from '@sveltejs/kit/hooks';
import { m } from '#lib/paraglide/messages.js';
import { paraglideMiddleware } from '#lib/paraglide/server.js';
import { HTTP_STATUS } from '#lib/protocol/errors.ts';
import { problemMessage } from '#lib/protocol/problem-words.ts';
import { readToken } from '#lib/server/auth/cookie.ts';
import { holderOf } from '#lib/server/auth/session-memory.ts';
import { withLiveChannel } from '#lib/server/http/answer-headers.ts';
import { apiError, isApi } from '#lib/server/http/api-error.ts';
import { isTooLong } from '#lib/server/http/body-length.ts';
import { fairShare } from '#lib/server/http/fair-share.ts';
import { localeOf } from '#lib/server/headers/locale.ts';
import { comesFromUs } from '#lib/server/headers/origin.ts';
import { onceAWhile } from '#lib/server/once-a-while.ts';
import { isDatabaseAway, Problem } from '#lib/server/problem.ts';
import { runtime } from '#lib/server/runtime.ts';
import { recordStranger } from '#lib/server/security-log.ts';

const sayAway = onceAWhile();
const READS = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Whatever changes something must come from our own pages or from a program that is no browser. In place
 * of the framework's check, which knows forms only and refuses every program.
 */
const guardOrigin: Handle = ({ event, resolve }) => {
	const { request, url } = event;
	if (READS.has(request.method)) return resolve(event);
	if (!comesFromUs(Object.fromEntries(request.headers), url.origin)) {
		const from = { path: url.pathname, address: event.getClientAddress() };
		recordStranger(runtime().log, { origin: request.headers.get('origin'), ...from });
		const error = new Problem('forbidden').body(localeOfRequest(request));
		return json({ ok: false, error }, { status: HTTP_STATUS.forbidden });
	}
	if (!isTooLong(request, url)) return resolve(event);
	const error = new Problem('invalid', 'text_too_long').body(localeOfRequest(request));
	return json({ ok: false, error }, { status: 413 });
};

/** Answers while the database is waited for at the start: nothing else is known yet. */
const WITHOUT_DATABASE = new Set(['/healthz', '/offline']);

/** Until the campaigns are loaded nothing can be told from what does not exist. */
const waitForDatabase: Handle = ({ event, resolve }) => {
	const { pathname } = event.url;
	if (runtime().campaigns.started || WITHOUT_DATABASE.has(pathname)) return resolve(event);
	const locale = localeOfRequest(event.request);
	if (!pathname.startsWith('/api/')) httpError(503, m.shell_error_unavailable({}, { locale }));
	const error = new Problem('unavailable').body(locale);
	return json({ ok: false, error }, { status: 503, headers: { 'retry-after': '5' } });
};

const identify: Handle = async ({ event, resolve }) => {
	event.locals.locale = localeOfRequest(event.request);
	event.locals.person = null;
	const token = readToken(event.request);
	if (!token || event.url.pathname === '/healthz') return resolve(event);
	try {
		const valid = await holderOf(runtime(), token, new Date());
		event.locals.person = valid?.person ?? null;
	} catch (error) {
		const isApi = event.url.pathname.startsWith('/api/');
		if (!isApi || !isDatabaseAway(error)) throw error;
		const { locale } = event.locals;
		return json({ ok: false, error: new Problem('unavailable').body(locale) }, { status: 503 });
	}
	return resolve(event);
};

const speak: Handle = ({ event, resolve }) =>
	paraglideMiddleware(event.request, ({ locale }) =>
		resolve(event, {
			async transformPageChunk({ html }) {
				await nextTurn(); // pages are drawn in pieces, so that other requests get their turn
				return html.replace('%lang%', locale);
			}
		})
	);

/** Whatever went wrong before or behind our own handlers: under the API it is told as JSON. */
const answerAlike: Handle = async ({ event, resolve }) => {
	const response = await resolve(event);
	if (!isApi(event.url.pathname)) return response;
	return apiError(response, localeOfRequest(event.request), event.locals.failure);
};

/**
 * Nothing the application answers stays in a browser or a proxy unless its endpoint says so: pages and data
 * are somebody's. Headers that every answer needs, static files too, are set by `protectAnswers`.
 */
const protect: Handle = async ({ event, resolve }) => {
	const response = await resolve(event);
	const { headers } = response;
	if (!headers.has('cache-control')) headers.set('cache-control', 'private, no-store');
	if (headers.get('content-type') === 'text/html') {
		headers.set('content-type', 'text/html; charset=utf-8');
	}
	const policy = headers.get('content-security-policy');
	if (policy) headers.set('content-security-policy', withLiveChannel(policy, event.url));
	return response;
};

export const handle = sequence(
	protect,
	answerAlike,
	guardOrigin,
	waitForDatabase,
	identify,
	fairShare,
	speak
);

export const handleError: HandleServerError = ({ error, kind, event }) => {
	if (kind === 'app') return;
	const locale = event.locals.locale ?? 'vi';
	if (kind === 'framework') {
		const { status } = error as { status: number };
		if (status === 404) return { message: problemMessage('page_missing', {}, locale) };
		return;
	}
	const { log } = runtime();
	if (isDatabaseAway(error)) {
		sayAway(() => log.warn({ err: error }, 'the database is away'));
		return { status: 503, message: problemMessage('unavailable', {}, locale) };
	}
	const id = (event.locals.failure = crypto.randomUUID().slice(0, 8));
	log.error({ err: error, id, path: event.url.pathname }, 'a request failed unexpectedly');
	return { message: problemMessage('unexpected', { id }, locale), id };
};

function localeOfRequest({ headers }: Request) {
	const cookie = headers.get('cookie');
	const acceptLanguage = headers.get('accept-language');
	return localeOf({ ...(cookie && { cookie }), ...(acceptLanguage && { acceptLanguage }) });
}
