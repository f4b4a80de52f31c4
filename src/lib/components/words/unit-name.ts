import type { Named } from '#lib/campaign/campaign.ts';
import { tellsApart } from '#lib/campaign/places/same-names.ts';
import { nameWithType } from '#lib/campaign/places/type-words.ts';
import { getLocale } from '#lib/paraglide/runtime.js';

type Typed = Named & { type: string };
interface Placed extends Typed {
	code: string;
	parent: string | null;
	level: string;
}
type PlacesByCode = ReadonlyMap<string, Placed>;

/** A place's name alone: where a heading, a column or the map says already what it lies in. */
export function ownNameOf({ name_vi, name_en }: Named): string {
	return getLocale() === 'vi' ? name_vi : name_en;
}

/** Name with its kind: 'xã Triệu Thành', 'Trieu Thanh commune'; 'Phường 1' is not doubled. */
export function fullNameOf(unit: Typed): string {
	return nameWithType(unit, getLocale());
}

/** The name on the map. A town called like its province says so: 'TX Quảng Trị', 'Quang Tri town'. */
export function placeName(unit: Typed, parent: Named | undefined): string {
	if (parent?.name_vi !== unit.name_vi) return ownNameOf(unit);
	if (getLocale() !== 'vi') return fullNameOf(unit);
	const initials = unit.type.split(' ').map((word) => word.charAt(0).toUpperCase());
	return `${initials.join('')} ${ownNameOf(unit)}`;
}

/** With a capital, as it stands at the head of a card: 'Xã Triệu Thành'. */
export function titleOf(unit: Typed): string {
	return capital(fullNameOf(unit));
}

/**
 * A place's name as it stands among others: 'Triệu Thành', but 'Phường 1 (Đông Hà)' where the campaign has
 * several of that name. The code where the place is not known.
 */
export function placeIn(places: PlacesByCode, code: string): string {
	const place = places.get(code);
	return place ? withParent(places, code, ownNameOf(place)) : code;
}

/** The same with its kind: 'xã Triệu Thành', 'Phường 1 (Đông Hà)'. */
export function fullPlaceIn(places: PlacesByCode, code: string): string {
	const place = places.get(code);
	return place ? withParent(places, code, fullNameOf(place)) : code;
}

/** The same as a heading: 'Xã Triệu Thành', 'Phường 1 (Đông Hà)'. */
export function placeTitleIn(places: PlacesByCode, code: string): string {
	return capital(fullPlaceIn(places, code));
}

/** The name of a row that knows its place and, where several have that name, the place above. */
export function rowNameOf(row: Named & { above: Named | null }): string {
	return withAbove(ownNameOf(row), row.above);
}

function withParent(places: PlacesByCode, code: string, name: string): string {
	return withAbove(name, tellsApart(places, code));
}

function withAbove(name: string, above: Named | null): string {
	return above ? `${name} (${ownNameOf(above)})` : name;
}

function capital(text: string): string {
	return text.charAt(0).toLocaleUpperCase(getLocale()) + text.slice(1);
}
