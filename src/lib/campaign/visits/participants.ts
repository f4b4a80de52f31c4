import * as v from 'valibot';
import { named, text } from '../shapes.ts';

/** Who can take part in a visit besides the group; counted, never named: 'Cán bộ xã', 'Commune officers'. */
export const Participant = v.object({ ...named, key: text });
export type Participant = v.InferOutput<typeof Participant>;

const participant = (key: string, name_vi: string, name_en: string): Participant => ({
	...{ key, name_vi, name_en }
});

/** Those of a campaign that names none. */
export const USUAL_PARTICIPANTS: Participant[] = [
	participant('officers', 'Cán bộ tại chỗ', 'Local officers'),
	participant('unions', 'Đoàn thể', 'Unions'),
	participant('others', 'Khác', 'Others')
];

/** Those of campaigns whose log began before they were data. */
export const FIRST_PARTICIPANTS: Participant[] = [
	participant('commune_officers', 'Cán bộ xã', 'Commune officers'),
	participant('police', 'Công an', 'Police'),
	participant('unions', 'Đoàn thể', 'Unions'),
	participant('others', 'Khác', 'Others')
];
