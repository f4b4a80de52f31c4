import type { Campaign } from '#lib/campaign/campaign.ts';
import { middleOf, oneOf, severalOf, type Level } from '#lib/campaign/campaigns/levels.ts';
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
	const [top, leaf, area] = [levels[0]!, levels.at(-1)!, middleOf(levels)];
	const locale = getLocale();
	const places = levels.length > 2 ? [leaf, area] : [leaf];
	const wordsOf = (some: typeof measures) => some.map(measureWord).join(', ');
	return {
		...{ leaf: oneOf(leaf, locale), Leaf: capital(oneOf(leaf, locale)) },
		...{ leaves: severalOf(leaf, locale), Leaves: capital(severalOf(leaf, locale)) },
		...{ kinds: pluralOf(leaf), Kinds: capital(pluralOf(leaf)) },
		...{ top: oneOf(top, locale), Top: capital(oneOf(top, locale)) },
		...{ area: oneOf(area, locale), Area: capital(oneOf(area, locale)) },
		areas: severalOf(area, locale),
		places: places.map((level) => severalOf(level, locale)).join(', '),
		items: wordsOf(measures.filter(({ primary }) => primary)),
		others: wordsOf(measures.filter(({ primary }) => !primary)),
		measures: wordsOf(measures),
		Split: capital(nameOf(split)),
		silent_days: String(rules.silent_days),
		objection_hours: String(rules.verified_after),
		lease: spanWords(rules.lease * 60_000)
	};
}

/** So many units of a level: 'huyện, thị xã, thành phố', 'communes', 'commune'. `brief`: without their kinds. */
export function levelWord(level: Omit<Level, 'key'>, count: number, brief = false): string {
	if (count === 1) return nameOf(level);
	return brief ? severalOf(level, getLocale()) : pluralOf(level);
}

function pluralOf({ plural_vi, plural_en }: Omit<Level, 'key'>): string {
	return nameOf({ name_vi: plural_vi, name_en: plural_en });
}

function capital(text: string): string {
	return text.charAt(0).toLocaleUpperCase(getLocale()) + text.slice(1);
}
