import * as v from 'valibot';
import { named, text } from '../shapes.ts';

/**
 * A level of the tree: what one unit of it is called, and several, as they stand inside a sentence. Vietnamese names
 * do not change with the number; their plural may name the kinds: 'xã, phường, thị trấn'.
 */
export const Level = v.object({ ...named, key: text, plural_vi: text, plural_en: text });
export type Level = v.InferOutput<typeof Level>;

type Both = [vi: string, en: string];
const level = (key: string, [name_vi, name_en]: Both, [plural_vi, plural_en]: Both): Level => ({
	...{ key, name_vi, name_en, plural_vi, plural_en }
});

/** Levels by the keys that packages use when they name none. */
export const USUAL_LEVELS: Level[] = [
	level('province', ['tỉnh', 'province'], ['tỉnh', 'provinces']),
	level('district', ['huyện', 'district'], ['huyện, thị xã, thành phố', 'districts']),
	level('commune', ['xã', 'commune'], ['xã, phường, thị trấn', 'communes'])
];

export type Locale = 'vi' | 'en';

/** One unit of a level, inside a sentence: 'xã', 'commune'. */
export const oneOf = ({ name_vi, name_en }: LevelWords, locale: Locale) =>
	locale === 'vi' ? name_vi : name_en;

/** Several of a level, inside a sentence: 'xã', 'communes'. */
export const severalOf = ({ name_vi, plural_en }: LevelWords, locale: Locale) =>
	locale === 'vi' ? name_vi : plural_en;

type LevelWords = Omit<Level, 'key'>;
const words = ([name_vi, name_en]: Both, plural_en: string): LevelWords => ({
	...{ name_vi, name_en, plural_vi: name_vi, plural_en }
});
const SOME_AREA = words(['địa bàn', 'area'], 'areas');
const SOME_UNIT = words(['đơn vị', 'unit'], 'units');

/** What lies between the top and the leaves; a general word where there are several levels, or none. */
export function middleOf(levels: readonly Level[]): LevelWords {
	const middle = levels.slice(1, -1);
	return middle.length > 1 ? SOME_AREA : (middle[0] ?? SOME_UNIT);
}
