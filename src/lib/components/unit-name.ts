import type { Named } from '#lib/campaign/campaign.ts';
import { fullNameOf } from './format.ts';

/** With a capital, as it stands at the head of a card: 'Xã Triệu Thành'. */
export function titleOf(unit: Named & { type: string }): string {
	const name = fullNameOf(unit);
	return name.charAt(0).toLocaleUpperCase() + name.slice(1);
}
