import type { Random } from './random.ts';

/** How a commune goes about the campaign. */
type Temper = 'sprinter' | 'fast' | 'steady' | 'late_starter' | 'stuck' | 'stopper';

export interface Profile {
	temper: Temper;
	/** The last day with work, 1-based. */
	last: number;
	/** Part of its own total that it gets done, 0 to 1. */
	reaches: number;
	/** 1: the same every day; above 1: slow at first, faster later. */
	curve: number;
	/** Probability that a day's report is missing, zero, late or corrected, relative to the usual. */
	disorder: number;
	/** Days without a word in the middle of the campaign, 1-based, both included. */
	quiet: { from: number; to: number } | null;
}

export interface Place {
	code: string;
	district: string;
	/** Its total in the primary measure. */
	size: number;
	/** Far away, with a poor network. */
	remote: boolean;
}

/** Tempers from the best placed commune to the worst, by the share of communes up to which they go. */
const TEMPERS: [Temper, upTo: number][] = [
	['fast', 0.16],
	['steady', 0.56],
	['late_starter', 0.82],
	['stuck', 0.98],
	['stopper', 1]
];

/**
 * Gives every commune a profile. Districts differ from each other, remote ones do worse, and what is
 * left at the end is spread over the stuck communes so that the province reaches 94 to 97 %.
 */
export function profilesOf(places: Place[], length: number, random: Random): Map<string, Profile> {
	const mood = new Map<string, number>();
	for (const { district } of places) {
		if (!mood.has(district)) mood.set(district, random.normal() * 0.8);
	}
	const ranked = places
		.map((place) => {
			const luck = (mood.get(place.district) ?? 0) + random.normal() * 0.6;
			return { place, luck: luck - (place.remote ? 1.4 : 0) };
		})
		.sort((a, b) => b.luck - a.luck);
	// The very first to finish have the smallest shelves.
	const sprinters = ranked
		.slice(0, Math.ceil(places.length / 3))
		.sort((a, b) => a.place.size - b.place.size)
		.slice(0, Math.round(places.length * 0.025))
		.map(({ place }) => place.code);

	const profiles = new Map<string, Profile>();
	let stoppers = 0;
	for (const [rank, { place }] of ranked.entries()) {
		const at = (rank + 0.5) / ranked.length;
		const ranks = TEMPERS.find(([, upTo]) => at <= upTo)?.[0] ?? 'stopper';
		const temper = sprinters.includes(place.code) ? 'sprinter' : ranks;
		if (temper === 'stopper') stoppers++;
		profiles.set(place.code, profileOf(temper, place.remote, stoppers === 1, length, random));
	}
	spreadShortfall(places, profiles, random.between(0.032, 0.055));
	return profiles;
}

function profileOf(
	temper: Temper,
	remote: boolean,
	stopsEarly: boolean,
	length: number,
	random: Random
): Profile {
	const day = (low: number, high: number) => Math.round(length * random.between(low, high));
	const profile: Profile = {
		temper,
		last: length,
		reaches: 1,
		curve: 1,
		disorder: random.lognormal(0.4) * (remote ? 1.8 : 1),
		quiet: null
	};
	switch (temper) {
		case 'sprinter':
			return { ...profile, last: day(0.25, 0.3), disorder: 0.3 };
		case 'fast':
			return { ...profile, last: day(0.6, 0.75), curve: random.between(0.9, 1.1) };
		case 'steady':
			profile.last = day(0.88, 1);
			profile.curve = random.between(0.92, 1.1);
			break;
		case 'late_starter':
			profile.curve = random.between(1.15, 1.6);
			if (random.chance(0.3)) profile.reaches = random.between(0.94, 0.995);
			break;
		case 'stuck':
			profile.reaches = random.between(0.55, 0.85);
			profile.curve = random.between(0.85, 1.15);
			break;
		case 'stopper':
			profile.last = stopsEarly ? day(0.15, 0.2) : day(0.3, 0.6);
			profile.reaches = (profile.last / length) * random.between(0.6, 0.9);
			return profile;
	}
	if (random.chance(remote ? 0.4 : 0.06)) {
		const from = day(0.2, 0.5);
		const to = Math.min(from + random.whole(1, 3), profile.last - 2);
		if (to >= from) profile.quiet = { from, to };
	}
	return profile;
}

/** Scales what the stuck communes miss until the whole misses `shortfall` of its total. */
function spreadShortfall(places: Place[], profiles: Map<string, Profile>, shortfall: number) {
	const missing = (stuck: boolean) =>
		places.reduce((sum, { code, size }) => {
			const profile = profiles.get(code);
			const counts = profile && (profile.temper === 'stuck') === stuck;
			return sum + (counts ? size * (1 - profile.reaches) : 0);
		}, 0);
	const total = places.reduce((sum, { size }) => sum + size, 0);
	const left = missing(true);
	const scale = left > 0 ? Math.max(total * shortfall - missing(false), 0) / left : 0;
	for (const profile of profiles.values()) {
		if (profile.temper !== 'stuck') continue;
		profile.reaches = 1 - Math.min(Math.max((1 - profile.reaches) * scale, 0.06), 0.6);
	}
}
