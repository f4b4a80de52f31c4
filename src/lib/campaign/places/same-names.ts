import type { Named } from '../campaign.ts';

interface Place extends Named {
	code: string;
	parent: string | null;
	level: string;
}
export type Places = ReadonlyMap<string, Place>;

/** Names that several places of one level have; made once per campaign's list of places. */
const shared = new WeakMap<Places, Set<string>>();

const nameIn = ({ level, name_vi, name_en }: Place, locale: 'vi' | 'en') =>
	`${level} ${(locale === 'vi' ? name_vi : name_en).toLocaleLowerCase()}`;

function sharedNames(places: Places): Set<string> {
	let names = shared.get(places);
	if (!names) {
		names = new Set();
		const seen = new Set<string>();
		for (const place of places.values()) {
			// Two places may differ in one language only: 'Hải Hòa' and 'Hải Hoà' are both 'Hai Hoa'.
			for (const name of new Set([nameIn(place, 'vi'), nameIn(place, 'en')])) {
				if (seen.has(name)) names.add(name);
				seen.add(name);
			}
		}
		shared.set(places, names);
	}
	return names;
}

/**
 * The place above one whose name several have ('Phường 1' of Đông Hà and of Quảng Trị), to be named with
 * it wherever the list does not say it already; null where the name alone is enough.
 */
export function tellsApart<P extends Place>(
	places: ReadonlyMap<string, P>,
	code: string
): P | null {
	const place = places.get(code);
	if (!place?.parent) return null;
	const names = sharedNames(places);
	if (!names.has(nameIn(place, 'vi')) && !names.has(nameIn(place, 'en'))) return null;
	return places.get(place.parent) ?? null;
}
