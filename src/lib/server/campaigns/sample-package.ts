import { checkPackage, type PackageRead } from './package.ts';
import { sayProblem } from './problem.ts';

const CAMPAIGN = `{
	"slug": "mot-huyen-2025",
	"name_vi": "Một huyện",
	"name_en": "One district",
	"starts_on": "2025-03-01",
	"ends_on": "2025-03-20",
	"time_zone": "Asia/Ho_Chi_Minh",
	"measures": [
		{ "key": "books", "name_vi": "Sổ", "name_en": "Books" },
		{ "key": "cases", "name_vi": "Trường hợp", "name_en": "Cases", "primary": true }
	],
	"categories": [
		{ "key": "birth", "name_vi": "Khai sinh", "name_en": "Birth" },
		{ "key": "death", "name_vi": "Khai tử", "name_en": "Death" }
	]
}
`;
export const UNITS = `level,code,parent_code,name_vi,name_en,type
province,45,,Quảng Trị,Quang Tri,tỉnh
district,464,45,Vĩnh Linh,Vinh Linh,huyện
district,471,45,Cồn Cỏ,Con Co,huyện
commune,1,464,Hồ Xá,Ho Xa,thị trấn
commune,2,464,Bến Quan,Ben Quan,thị trấn
commune,3,464,Vĩnh Thái,Vinh Thai,xã
`;
const TARGETS = `unit,measure,amount,origin
45,cases,1044,plan
464,cases,1000,plan
45,books,10,plan
`;

type Name = 'campaign.json' | 'units.csv' | 'targets.csv';
type Files = Record<string, string>;

const SAMPLE: Record<Name, string> = {
	'campaign.json': CAMPAIGN,
	'units.csv': UNITS,
	'targets.csv': TARGETS
};

/** The sample with one text replaced; throws when that changes nothing. */
export function withChange(file: Name, from: string | RegExp, to: string): Files {
	const text = SAMPLE[file].replace(from, to);
	if (text === SAMPLE[file]) throw new Error(`${file} has no ${from}`);
	return { [file]: text };
}

/** The sample with lines added at the end of a file. */
export function withLine(file: Name, line: string): Files {
	return { [file]: `${SAMPLE[file]}${line}\n` };
}

/** Files as they would be uploaded. */
export function bytesOf(files: Files): Map<string, Uint8Array> {
	return new Map(
		Object.entries(files).map(([name, text]) => [name, new TextEncoder().encode(text)])
	);
}

/** Checks the sample with some of its files exchanged. */
export function checkSample(files: Files = {}): PackageRead {
	return checkPackage(bytesOf({ ...SAMPLE, ...files }));
}

/** `file:line:column word` of everything that is wrong with the changed sample. */
export function problemsIn(files: Files): string[] {
	const read = checkSample(files);
	if (read.ok) return [];
	return read.problems.map(({ file, line, column, message }) => {
		return `${[file, line, column].filter((part) => part !== null).join(':')} ${message.key}`;
	});
}

/** The package, or an error that says why it is none. */
export function packageIn(read: PackageRead) {
	if (read.ok) return read.package;
	throw new Error(read.problems.map((problem) => sayProblem(problem, 'en')).join('\n'));
}
