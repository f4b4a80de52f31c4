import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from 'pino';
import { HTTP_STATUS } from '#lib/protocol/errors.ts';
import { tokenFrom } from '../auth/cookie.ts';
import type { SessionMemory } from '../auth/session-memory.ts';
import { Budget } from '../limits/budget.ts';
import { Problem, type Locale } from '../problem.ts';
import { recordSecurity } from '../security-log.ts';
import { isApi } from './api-error.ts';
import { localeOf } from '../headers/locale.ts';

/** Requests one account may make at once, after a while of few, and in a second for as long as it likes. */
const REQUESTS = { most: 60, perSecond: 10 };
/** Files of the build, the same for everybody: browsers ask for dozens of them at once. */
const BUILD_FILES = /^\/_app\//;
/** A refusal is written to the security log once a minute for each account. */
const LOGGED = { most: 1, perSecond: 1 / 60 };

/**
 * How often one account may ask for anything over HTTP. What is beyond it is refused before the framework sees
 * it: refusing has to cost less than asking.
 */
export class RequestBudget {
	readonly #sessions: SessionMemory;
	readonly #budget: Budget;
	readonly #logged = new Budget(LOGGED);
	readonly #log: Logger;
	readonly #bodies = new Map<string, string>();

	/** @param factor how many times the usual limits apply */
	constructor(sessions: SessionMemory, log: Logger, factor: number) {
		this.#sessions = sessions;
		this.#log = log;
		this.#budget = new Budget({
			most: REQUESTS.most * factor,
			perSecond: REQUESTS.perSecond * factor
		});
	}

	/** Answers 429 what is beyond the budget of the session's account. @returns whether it did */
	refuses(request: IncomingMessage, response: ServerResponse, secure: boolean): boolean {
		const path = request.url ?? '/';
		if (BUILD_FILES.test(path)) return false;
		const token = tokenFrom(request.headers, secure);
		// Who is not known yet is asked after by what follows, and known the next time.
		const person = token && this.#sessions.recall(token)?.person;
		if (!person) return false;
		const { account_id: account, username } = person;
		const seconds = this.#budget.take(account);
		if (seconds === 0) return false;
		if (this.#logged.take(account) === 0) {
			recordSecurity(this.#log, 'limit_hit', {
				limit: 'requests',
				account,
				username,
				network: null
			});
		}
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
