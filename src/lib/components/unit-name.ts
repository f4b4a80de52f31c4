import type { Named } from '#lib/campaign/campaign.ts';
import { fullNameOf, nameOf } from './format.ts';

type Place = Named & { code: string; type: string; parent: string | null };

/** With a capital, as it stands at the head of a card: 'Xã Triệu Thành'. */
export function titleOf(unit: Place): string {
	const name = fullNameOf(unit);
	return name.charAt(0).toLocaleUpperCase() + name.slice(1);
}

/** The short name, unless the place above is called the same: 'Thị xã Quảng Trị' in Quảng Trị. */
export function shortNameOf(unit: Place, units: ReadonlyMap<string, Place>): string {
	const above = units.get(unit.parent ?? '');
	return above && nameOf(above) === nameOf(unit) ? titleOf(unit) : nameOf(unit);
}
