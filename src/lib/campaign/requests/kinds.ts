import * as v from 'valibot';
import { named, text } from '../shapes.ts';

/** What a commune can ask help for. Its names stand on a tile: 'Thiết bị', 'Equipment'. */
export const RequestKind = v.object({
	...named,
	key: text,
	/** The line that a request of this kind most often begins with; empty when there is none. */
	title_vi: text,
	title_en: text
});
export type RequestKind = v.InferOutput<typeof RequestKind>;

/** A campaign's kind of request by its key; one it does not name any more is called by its key. */
export function kindIn(
	{ request_kinds }: { request_kinds: readonly RequestKind[] },
	key: string
): RequestKind {
	const found = request_kinds.find((one) => one.key === key);
	return found ?? { key, name_vi: key, name_en: key, title_vi: '', title_en: '' };
}

type Both = [vi: string, en: string];
const kind = (
	key: string,
	[name_vi, name_en]: Both,
	[title_vi, title_en]: Both = ['', '']
): RequestKind => ({ key, name_vi, name_en, title_vi, title_en });

/** The kinds of a campaign that names none. */
export const USUAL_KINDS: RequestKind[] = [
	kind(
		'equipment',
		['Thiết bị', 'Equipment'],
		['Thiết bị không hoạt động', 'Equipment does not work']
	),
	kind(
		'software',
		['Phần mềm, mạng', 'Software, network'],
		['Không vào được phần mềm', 'The software does not open']
	),
	kind('people', ['Thiếu người', 'People'], ['Thiếu người làm', 'Not enough people']),
	kind('guidance', ['Cần hướng dẫn', 'Guidance'], ['Chưa rõ cách làm', 'Not sure how to do this']),
	kind(
		'data_quality',
		['Sai dữ liệu', 'Data quality'],
		['Dữ liệu đã nhập bị sai', 'Entered data is wrong']
	),
	kind('other', ['Khác', 'Other'])
];

/** The kinds of campaigns whose log began before kinds were data: all of them counted registers. */
export const FIRST_KINDS: RequestKind[] = [
	kind(
		'equipment',
		['Thiết bị', 'Equipment'],
		['Máy quét không hoạt động', 'The scanner does not work']
	),
	kind(
		'software',
		['Phần mềm, mạng', 'Software, network'],
		['Không vào được phần mềm', 'The software does not open']
	),
	kind('people', ['Thiếu người', 'People'], ['Thiếu người nhập liệu', 'Not enough people to type']),
	kind(
		'damaged_book',
		['Sổ hư hỏng, khó đọc', 'Damaged or illegible book'],
		['Sổ bị rách, không đọc được', 'A book is torn and cannot be read']
	),
	kind(
		'missing_book',
		['Thiếu sổ', 'Missing book'],
		['Không tìm thấy sổ', 'A book cannot be found']
	),
	kind(
		'guidance',
		['Cần hướng dẫn', 'Guidance'],
		['Chưa rõ cách nhập trường hợp này', 'Not sure how to enter this case']
	),
	kind(
		'data_quality',
		['Sai dữ liệu', 'Data quality'],
		['Dữ liệu đã nhập bị sai', 'Entered data is wrong']
	),
	kind('other', ['Khác', 'Other'])
];
