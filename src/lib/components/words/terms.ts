import type { Campaign, Named } from '#lib/campaign/campaign.ts';
import type { Level } from '#lib/campaign/campaigns/levels.ts';
import { useLive } from '#lib/live/context.ts';
import { getLocale } from '#lib/paraglide/runtime.js';
import { nameOf } from './format.ts';
import { measureWord } from './measure-word.ts';
import { spanWords } from './span-words.ts';

/**
 * What a campaign calls its things, for sentences about them: `m.review_list(terms)`. A capital begins a sentence.
 * Vietnamese nouns do not change with their number; English sentences say `{leaf}` of one and `{leaves}` of several.
 */
export interface Terms {
	/** A place that reports: 'xã', 'commune'. */
	leaf: string;
	leaves: string;
	Leaf: string;
	Leaves: string;
	/** Its kinds, as a heading: 'xã, phường, thị trấn', 'communes'. */
	kinds: string;
	Kinds: string;
	/** The whole: 'tỉnh', 'province'. */
	top: string;
	Top: string;
	/** What lies between; a general word where there are several levels, or none. */
	area: string;
	Area: string;
	areas: string;
	/** Both, as far as there are both: 'xã, huyện', 'communes, districts'. */
	places: string;
	/** What progress is counted in: 'trường hợp', 'cases'. */
	items: string;
	/** The other measures, and all of them: 'sổ', 'sổ, trường hợp'. */
	others: string;
	measures: string;
	/** What splits a count: 'Loại sổ', 'Register'. */
	Split: string;
	/** From the rules: days of silence, hours without objection, how long a claim lasts. */
	silent_days: string;
	objection_hours: string;
	lease: string;
}

const made = new WeakMap<Campaign, Partial<Record<string, Terms>>>();

/** The words of a campaign in the reader's language. */
export function termsOf(campaign: Campaign): Terms {
	const known = made.get(campaign) ?? {};
	made.set(campaign, known);
	return (known[getLocale()] ??= makeTerms(campaign));
}

/** The words of the page's campaign; they follow when its set-up is changed. To be called while a component is made. */
export function useTerms(): Terms {
	const { live } = useLive();
	const keys = Object.keys(termsOf(live.campaign)) as (keyof Terms)[];
	const get = (key: keyof Terms) => () => termsOf(live.campaign)[key];
	const followed = keys.map((key) => [key, { enumerable: true, get: get(key) }] as const);
	return Object.defineProperties({}, Object.fromEntries(followed)) as Terms;
}

function makeTerms(campaign: Campaign): Terms {
	const { levels, measures, split, rules } = campaign;
	const [top, leaf] = [levels[0]!, levels.at(-1)!];
	const middle = levels.slice(1, -1);
	const between = middle.length === 1 ? middle[0]! : middle.length > 1 ? SOME_AREA : SOME_UNIT;
	const places = middle.length > 0 ? [leaf, between] : [leaf];
	return {
		...{ leaf: nameOf(leaf), leaves: severalOf(leaf), kinds: pluralOf(leaf) },
		...{ Leaf: capital(nameOf(leaf)), Leaves: capital(severalOf(leaf)) },
		Kinds: capital(pluralOf(leaf)),
		...{ top: nameOf(top), Top: capital(nameOf(top)) },
		...{ area: nameOf(between), Area: capital(nameOf(between)), areas: severalOf(between) },
		places: places.map(severalOf).join(', '),
		items: measures
			.filter(({ primary }) => primary)
			.map(measureWord)
			.join(', '),
		others: measures
			.filter(({ primary }) => !primary)
			.map(measureWord)
			.join(', '),
		measures: measures.map(measureWord).join(', '),
		Split: capital(nameOf(split)),
		silent_days: String(rules.silent_days),
		objection_hours: String(rules.verified_after),
		lease: spanWords(rules.lease * 60_000)
	};
}

const SOME_AREA: Omit<Level, 'key'> = {
	...{ name_vi: 'địa bàn', name_en: 'area', plural_vi: 'địa bàn', plural_en: 'areas' }
};

const SOME_UNIT: Omit<Level, 'key'> = {
	...{ name_vi: 'đơn vị', name_en: 'unit', plural_vi: 'đơn vị', plural_en: 'units' }
};

/** So many units of a level: '{9} huyện, thị xã, thành phố', '1 commune'. `brief`: without their kinds. */
export function levelWord(level: Omit<Level, 'key'>, count: number, brief = false): string {
	if (count === 1) return nameOf(level);
	return brief ? severalOf(level) : pluralOf(level);
}

/** Several of a level, inside a sentence. */
function severalOf({ name_vi, plural_en }: Omit<Level, 'key'>): string {
	return getLocale() === 'vi' ? name_vi : plural_en;
}

function pluralOf({ plural_vi, plural_en }: Omit<Level, 'key'>): string {
	return nameOf({ name_vi: plural_vi, name_en: plural_en } satisfies Named);
}

function capital(text: string): string {
	return text.charAt(0).toLocaleUpperCase(getLocale()) + text.slice(1);
}
