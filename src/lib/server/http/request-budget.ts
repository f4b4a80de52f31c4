import type { IncomingMessage, ServerResponse } from 'node:http';
import { HTTP_STATUS } from '#lib/protocol/errors.ts';
import { tokenFrom } from '../auth/cookie.ts';
import type { SessionMemory } from '../auth/session-memory.ts';
import { Budget } from '../limits/budget.ts';
import { Problem, type Locale } from '../problem.ts';
import { isApi } from './api-error.ts';
import { localeOf } from './locale.ts';

/** Requests one account may make at once, after a while of few, and in a second for as long as it likes. */
const REQUESTS = { most: 120, perSecond: 10 };
/** What the build made for all: browsers ask for dozens at once, and they cost next to nothing. */
const MADE_FOR_ALL = /^\/_app\//;

/**
 * How often one account may ask for anything over HTTP. What is beyond it is refused before the framework sees
 * it, at a fiftieth of the price, so that asking in vain takes nothing from others.
 */
export class RequestBudget {
	readonly #sessions: SessionMemory;
	readonly #budget: Budget;
	readonly #bodies = new Map<string, string>();

	/** @param factor how many times the usual limits apply */
	constructor(sessions: SessionMemory, factor: number) {
		this.#sessions = sessions;
		this.#budget = new Budget({
			most: REQUESTS.most * factor,
			perSecond: REQUESTS.perSecond * factor
		});
	}

	/** Answers 429 what is beyond the budget of the session's account. @returns whether it did */
	refuses(request: IncomingMessage, response: ServerResponse, secure: boolean): boolean {
		const path = request.url ?? '/';
		if (MADE_FOR_ALL.test(path)) return false;
		const token = tokenFrom(request.headers, secure);
		// Who is not known yet is asked after by what follows, and known the next time.
		const account = token && this.#sessions.recall(token)?.person.account_id;
		const seconds = account ? this.#budget.take(account) : 0;
		if (seconds === 0) return false;
		const { cookie, 'accept-language': acceptLanguage } = request.headers;
		const locale = localeOf({
			...(cookie && { cookie }),
			...(acceptLanguage && { acceptLanguage })
		});
		const json = isApi(path);
		response.writeHead(HTTP_STATUS.rate_limited, {
			'content-type': json ? 'application/json' : 'text/plain; charset=utf-8',
			'retry-after': String(seconds),
			'cache-control': 'no-store'
		});
		response.end(this.#body(locale, seconds, json));
		return true;
	}

	#body(locale: Locale, seconds: number, json: boolean): string {
		const key = `${locale} ${seconds} ${json}`;
		let body = this.#bodies.get(key);
		if (body === undefined) {
			const error = new Problem('rate_limited', 'rate_limited', { seconds }).body(locale);
			body = json ? JSON.stringify({ ok: false, error }) : error.message;
			if (this.#bodies.size < 100) this.#bodies.set(key, body);
		}
		return body;
	}
}
