import { campaignDates } from '#lib/campaign/calendar/calendar.ts';
import type { Amounts, Campaign } from '#lib/campaign/campaign.ts';
import type { Profile } from './profile.ts';
import type { Random } from './random.ts';
import { shareOut } from './share-out.ts';

/** One kind of register in one measure, and how much of it a commune has. */
interface Shelf {
	category: string;
	measure: string;
	total: number;
	/** Below 1: done early in the commune's campaign; above 1: late. */
	turn: number;
}

/** How the total splits over the categories, in the order the campaign lists them. */
const SHARES = [0.52, 0.14, 0.2, 0.08, 0.02, 0.025, 0.008, 0.002, 0.005];
const OTHER_SHARE = 0.003;

/** Splits a commune's total of every measure over the categories; sums are exact. */
export function shelvesOf(campaign: Campaign, total: Amounts, random: Random): Shelf[] {
	const { categories } = campaign;
	const shares = categories.map((_, i) => (SHARES[i] ?? OTHER_SHARE) * random.lognormal(0.25));
	const turns = categories.map(() => random.between(0.85, 1.2));
	return Object.entries(total).flatMap(([measure, amount]) => {
		const primary = campaign.measures.some(({ key, primary }) => key === measure && primary);
		return shareOut(amount, shares).map((part, i) => ({
			category: categories[i]?.key ?? '',
			measure,
			total: part,
			// Pages are scanned before they are typed.
			turn: (turns[i] ?? 1) * (primary ? 1 : 0.9)
		}));
	});
}

/** What part of its total a commune has done at the end of each day, 0 to 1. */
export function progressOf(campaign: Campaign, profile: Profile, random: Random): number[] {
	const dates = campaignDates(campaign);
	const { last, reaches, curve, quiet } = profile;
	const effort = dates.map((date, i) => {
		const day = i + 1;
		if (day > last || (quiet && day >= quiet.from && day <= quiet.to)) return 0;
		const weekday = new Date(`${date}T00:00:00Z`).getUTCDay();
		const weekend = weekday === 0 ? 0.82 : weekday === 6 ? 0.9 : 1;
		const first = day === 1 ? 0.9 : 1; // shelves are counted first
		const usual = (day / last) ** curve - ((day - 1) / last) ** curve;
		const rested = quiet && day === quiet.to + 1 ? 1.6 : 1; // some of the quiet days' work
		return usual * weekend * first * rested * random.lognormal(0.22);
	});
	const whole = effort.reduce((sum, part) => sum + part, 0);
	let done = 0;
	return effort.map((part, i) => {
		done += part;
		return i + 1 >= last ? reaches : (done / whole) * reaches;
	});
}

/** How much of a shelf is done when the commune as a whole has done `progress`. */
export function doneOf({ total, turn }: Shelf, progress: number): number {
	return Math.round(total * progress ** turn);
}
