/** How much of each kind there may be, whoever asks for it how often. A multiple of it in a test of load. */
const USUAL = {
	/** Support requests of a commune that somebody has to deal with, at once. */
	openRequests: 20,
	/** Support requests raised for a commune in one day of the campaign. */
	requestsADay: 40,
	/** Comments on one request. */
	comments: 500,
	/** People one comment may call by name. */
	mentions: 10,
	/** Revisions of a commune's day; the rest up to `revisionsByStaff` is left to who puts it right. */
	revisions: 200,
	revisionsByStaff: 250,
	/** Working groups of a campaign. */
	groups: 200,
	/** Files one account may send in 24 hours. */
	filesADay: 200
};
export type BusinessLimits = Readonly<typeof USUAL>;

/** @param factor how many times the usual limits apply */
export function businessLimits(factor: number): BusinessLimits {
	const times = Object.entries(USUAL).map(([name, most]) => [name, most * factor] as const);
	return Object.fromEntries(times) as BusinessLimits;
}

/** Sessions of one account: a new one ends the oldest. */
export const SESSIONS = 20;
/** Browsers of one account that are sent messages: a new one replaces the oldest. */
export const PUSH_SUBSCRIPTIONS = 10;
