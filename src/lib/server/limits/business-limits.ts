import { USUAL_LIMITS } from '#lib/campaign/limits.ts';

/** How much of each kind there may be. */
export type BusinessLimits = Readonly<typeof USUAL_LIMITS>;

/** @param factor how many times the usual limits apply */
export function businessLimits(factor: number): BusinessLimits {
	const times = Object.entries(USUAL_LIMITS).map(([name, most]) => [name, most * factor] as const);
	return Object.fromEntries(times) as BusinessLimits;
}

/** Sessions of one account: a new one ends the oldest. */
export const SESSIONS = 20;
/** Browsers of one account that are sent messages: a new one replaces the oldest. */
export const PUSH_SUBSCRIPTIONS = 10;
