import type * as v from 'valibot';
import type { Named } from '#lib/campaign/campaign.ts';
import type { ErrorBody, ErrorCode } from '#lib/protocol/errors.ts';
import { problemMessage } from '#lib/protocol/problem-words.ts';

export type Locale = 'vi' | 'en';

/** What a message speaks of: a figure, a word, or something with a name in both languages. */
type Params = Record<string, string | number | Named>;

/** A refusal as it is kept under the id of the command it answers: in no language yet. */
export type KeptRefusal = Pick<Problem, 'code' | 'key' | 'params' | 'field' | 'details'>;

/** Known by this mark: the build and the entry have a copy of the class each, and catch each other's. */
const MARK = Symbol.for('tien-do.problem');

/** An expected refusal: a stable code, and a key of the words for the message. */
export class Problem extends Error {
	readonly [MARK] = true;
	readonly code: ErrorCode;
	readonly key: string;
	readonly params: Params;
	readonly field: string | undefined;
	/** What a program may want to know about it. */
	readonly details: Record<string, unknown> | undefined;

	constructor(
		code: ErrorCode,
		key: string = code,
		params: Params = {},
		field?: string,
		details?: Record<string, unknown>
	) {
		super(`${code}: ${key}`);
		this.code = code;
		this.key = key;
		this.params = params;
		this.field = field;
		this.details = details;
	}

	static override [Symbol.hasInstance](value: unknown): boolean {
		return typeof value === 'object' && value !== null && MARK in value;
	}

	/** A refusal that was given before. */
	static from({ code, key, params, field, details }: KeptRefusal): Problem {
		return new Problem(code, key, params, field, details);
	}

	/** What has to be kept to give the same refusal again. */
	get kept(): KeptRefusal {
		const { code, key, params, field, details } = this;
		return { code, key, params, field, details };
	}

	/** The refusal as every entry point answers it, in the reader's language. */
	body(locale: Locale): ErrorBody {
		const said = Object.entries(this.params).map(([name, value]) => {
			const own = typeof value === 'object' ? value[`name_${locale}`] : value;
			return [name, own] as const;
		});
		const { code, field, details } = this;
		const message = problemMessage(this.key, Object.fromEntries(said), locale);
		return { code, message, ...(field && { field }), ...(details && { details }) };
	}
}

const LONGEST_FIELD = 200;

/** The first issue of a schema as a refusal that names the field. */
export function invalid(issues: readonly v.BaseIssue<unknown>[]): Problem {
	const [issue] = issues;
	// A key may be anything that somebody sent.
	const path = issue?.path?.map(({ key }) => String(key)).join('.') ?? '';
	const field = path.slice(0, LONGEST_FIELD).replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, '?');
	return new Problem('invalid', issue?.message ?? 'input_expected', {}, field || undefined);
}

/** Refused for having been done too often; a long wait is said in minutes. */
export function tooOften(seconds: number): Problem {
	if (seconds < 60) return new Problem('rate_limited', 'rate_limited', { seconds });
	const minutes = Math.ceil(seconds / 60);
	return new Problem('rate_limited', 'rate_limited_minutes', { minutes });
}

const AWAY = new Set([
	...['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND'],
	...['EHOSTUNREACH', 'ENETUNREACH', 'EAI_AGAIN'],
	'STORE_AWAY'
]);

/** What keeps files cannot be reached. Known by its code: the build and the entry have a copy of the class each. */
export class StoreAway extends Error {
	readonly code = 'STORE_AWAY';
}

/**
 * Whether an error says that the database, or what keeps files in its place, cannot be reached or went
 * away, rather than that we erred.
 */
export function isDatabaseAway(error: unknown): boolean {
	if (!(error instanceof Error)) return false;
	const { code } = error as { code?: string };
	if (code !== undefined) {
		// PostgreSQL classes 08 (connection), 53 (resources) and 57P (shutdown), or the socket's own errors.
		if (/^(08|53|57P|57014|25006)/.test(code)) return true;
		return AWAY.has(code);
	}
	return /Connection terminated|timeout exceeded when trying to connect|Client has encountered|Query read timeout/i.test(
		error.message
	);
}
