export type ErrorCode =
	| 'invalid'
	| 'unauthenticated'
	| 'forbidden'
	| 'not_found'
	| 'conflict'
	| 'locked'
	| 'rate_limited'
	| 'unavailable';

/** What every entry point answers when something was not done. Codes are stable; messages are translated. */
export interface ErrorBody {
	code: ErrorCode;
	message: string;
	/** Path of the field in the input, e.g. `lines.0.amount`. */
	field?: string;
	details?: Record<string, unknown>;
}

/** HTTP status of each code. */
export const HTTP_STATUS: Record<ErrorCode, number> = {
	invalid: 400,
	unauthenticated: 401,
	forbidden: 403,
	not_found: 404,
	conflict: 409,
	locked: 423,
	rate_limited: 429,
	unavailable: 503
};
