import type { Named } from '../campaign.ts';

/** Kinds of administrative units, as the national catalogue writes them, in English. */
const ENGLISH: Record<string, string> = {
	tỉnh: 'province',
	'thành phố': 'city',
	'thị xã': 'town',
	quận: 'district',
	huyện: 'district',
	phường: 'ward',
	xã: 'commune',
	'thị trấn': 'township',
	'đặc khu': 'special zone',
	bộ: 'ministry',
	vùng: 'region',
	khu: 'area',
	'địa bàn': 'area'
};
/** The same the other way, for files that write them in English. */
const VIETNAMESE: Record<string, string> = { district: 'huyện' };
for (const [vi, en] of Object.entries(ENGLISH)) VIETNAMESE[en] ??= vi;

/** Kinds that nobody says before a name. */
const NATIONS = ['quốc gia', 'nước', 'country', 'nation'];

type Typed = Named & { type: string };
type Locale = 'vi' | 'en';

/**
 * A place's name with its kind, said once: 'xã Triệu Thành', 'Trieu Thanh commune'. Files write the kind
 * into the name, with a capital, or not at all; a number keeps its capital: 'Phường 1'. A kind nobody
 * knows stays as it is written.
 */
export function nameWithType(unit: Typed, locale: Locale): string {
	const type = plain(unit.type);
	if (NATIONS.includes(type)) return (locale === 'vi' ? unit.name_vi : unit.name_en).trim();
	const bare = withoutType(locale === 'vi' ? unit.name_vi : unit.name_en, type);
	if (!type) return bare;
	const word = locale === 'vi' ? (VIETNAMESE[type] ?? type) : (ENGLISH[type] ?? type);
	if (/^\d/.test(bare)) return `${word.charAt(0).toLocaleUpperCase()}${word.slice(1)} ${bare}`;
	return locale === 'vi' ? `${word} ${bare}` : `${bare} ${word}`;
}

/** 'Phường Đông Giang' → 'Đông Giang', 'Dong Giang Ward' → 'Dong Giang'. */
function withoutType(name: string, type: string): string {
	const trimmed = name.trim();
	const lower = trimmed.toLocaleLowerCase();
	for (const word of [type, ENGLISH[type], VIETNAMESE[type]]) {
		if (!word) continue;
		if (lower.startsWith(`${word} `)) return trimmed.slice(word.length + 1).trim();
		if (lower.endsWith(` ${word}`)) return trimmed.slice(0, -word.length - 1).trim();
	}
	return trimmed;
}

/** Small, composed letters and single spaces; none of them changes how long a name is. */
function plain(type: string): string {
	return type.normalize('NFC').toLocaleLowerCase().replace(/\s+/g, ' ').trim();
}
