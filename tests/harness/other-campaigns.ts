import { randomUUID } from 'node:crypto';
import type { Kysely } from 'kysely';
import { areasOf, isLeaf } from '#lib/campaign/places/tree.ts';
import type { Role } from '#lib/protocol/people.ts';
import { createAccounts } from '#lib/server/auth/accounts.ts';
import { importCampaign } from '#lib/server/campaigns/import.ts';
import { loadBoard } from '#lib/server/load-board.ts';
import { checkPackage } from '#lib/server/campaigns/package.ts';
import type { Database } from '#lib/server/db/schema.ts';
import { announceNewGroups } from '#lib/server/visits/announce-group.ts';
import { startDemoClock } from '../../src/cli/demo-campaign.ts';

// Campaigns of other shapes than the one that ships: other depths, measures, lengths and words. Their places are
// numbered, not named after anywhere.

interface Shape {
	campaign: { slug: string } & Record<string, unknown>;
	/** How many units of each level lie below one of the level above; the first level has one. */
	tree: { level: string; type: string; vi: string; en: string; below?: number }[];
	/** Of the top, by measure. */
	targets: Record<string, number>;
}

const named = (name_vi: string, name_en: string) => ({ name_vi, name_en });
const level = (key: string, vi: string, en: string, plural_en: string) => ({
	...{ key, ...named(vi, en), plural_en }
});
const DIGITIZED = {
	...{ starts_on: '2025-03-01', ends_on: '2025-03-20', time_zone: 'Asia/Ho_Chi_Minh' },
	measures: [
		{ key: 'books', ...named('Sổ', 'Books') },
		{ key: 'cases', ...named('Trường hợp', 'Cases'), primary: true }
	],
	categories: [
		{ key: 'birth', ...named('Khai sinh', 'Birth') },
		{ key: 'death', ...named('Khai tử', 'Death') }
	]
};
const PROVINCE = { level: 'province', type: 'tỉnh', vi: 'Tỉnh', en: 'Province' };
const DISTRICT = { level: 'district', type: 'huyện', vi: 'Huyện', en: 'District' };
const COMMUNE = { level: 'commune', type: 'xã', vi: 'Xã', en: 'Commune' };

/** Two levels, as since July 2025; three with four measures over 90 days; four; one measure in five days; a nation; a day. */
const SHAPES = {
	'two-levels': {
		campaign: { slug: 'two-levels', ...named('Số hóa hai cấp', 'Two levels'), ...DIGITIZED },
		tree: [PROVINCE, { ...COMMUNE, below: 78 }],
		targets: { books: 1560, cases: 156_000 }
	},
	census: {
		campaign: {
			...{ slug: 'census', ...named('Điều tra dân số', 'Census') },
			...{ starts_on: '2025-03-01', ends_on: '2025-05-29', time_zone: 'Asia/Ho_Chi_Minh' },
			measures: [
				{ key: 'households', ...named('Hộ', 'Households'), primary: true },
				{ key: 'persons', ...named('Người', 'Persons') },
				{ key: 'dwellings', ...named('Nhà ở', 'Dwellings') },
				{ key: 'checked', ...named('Phiếu đã kiểm', 'Forms checked') }
			],
			categories: [
				{ key: 'urban', ...named('Thành thị', 'Urban') },
				{ key: 'rural', ...named('Nông thôn', 'Rural') }
			],
			split: named('khu vực', 'kind of area'),
			levels: [
				level('region', 'vùng', 'region', 'regions'),
				level('supervision', 'khu giám sát', 'supervision area', 'supervision areas'),
				level('enumeration', 'địa bàn điều tra', 'enumeration area', 'enumeration areas')
			]
		},
		tree: [
			{ level: 'region', type: 'vùng', vi: 'Vùng', en: 'Region' },
			{ level: 'supervision', type: 'khu', vi: 'Khu', en: 'Supervision', below: 5 },
			{ level: 'enumeration', type: 'địa bàn', vi: 'Địa bàn', en: 'Enumeration', below: 12 }
		],
		targets: { households: 24_000, persons: 91_200, dwellings: 22_800 }
	},
	ministry: {
		campaign: {
			...{ slug: 'ministry', ...named('Bộ và ba tỉnh', 'A ministry and three provinces') },
			...DIGITIZED,
			levels: [
				level('ministry', 'bộ', 'ministry', 'ministries'),
				level('province', 'tỉnh', 'province', 'provinces'),
				level('district', 'huyện', 'district', 'districts'),
				level('commune', 'xã', 'commune', 'communes')
			]
		},
		tree: [
			{ level: 'ministry', type: 'bộ', vi: 'Bộ', en: 'Ministry' },
			{ ...PROVINCE, below: 3 },
			{ ...DISTRICT, below: 3 },
			{ ...COMMUNE, below: 10 }
		],
		targets: { books: 900, cases: 90_000 }
	},
	vaccination: {
		campaign: {
			...{ slug: 'vaccination', ...named('Tiêm chủng', 'Vaccination') },
			...{ starts_on: '2025-03-01', ends_on: '2025-03-05', time_zone: 'Asia/Manila' },
			measures: [{ key: 'doses', ...named('Liều', 'Doses'), primary: true }],
			categories: [
				{ key: 'under_one', ...named('Dưới 1 tuổi', 'Under 1 year') },
				{ key: 'one_to_four', ...named('1–4 tuổi', '1 to 4 years') }
			],
			split: named('nhóm tuổi', 'age group'),
			levels: [
				level('city', 'thành phố', 'city', 'cities'),
				level('barangay', 'barangay', 'barangay', 'barangays')
			]
		},
		tree: [
			{ level: 'city', type: 'thành phố', vi: 'Thành phố', en: 'City' },
			{ level: 'barangay', type: 'barangay', vi: 'Barangay', en: 'Barangay', below: 40 }
		],
		targets: { doses: 8_000 }
	},
	nation: {
		campaign: {
			...{ slug: 'nation', ...named('Cả nước', 'A nation'), ...DIGITIZED },
			levels: [
				level('country', 'cả nước', 'country', 'countries'),
				level('province', 'tỉnh', 'province', 'provinces'),
				level('commune', 'xã', 'commune', 'communes')
			]
		},
		tree: [
			{ level: 'country', type: 'nước', vi: 'Nước', en: 'Country' },
			{ ...PROVINCE, below: 34 },
			{ ...COMMUNE, below: 98 }
		],
		targets: { books: 66_640, cases: 6_664_000 }
	},
	'one-day': {
		campaign: {
			...{ slug: 'one-day', ...named('Một ngày', 'One day') },
			...{ starts_on: '2025-03-01', ends_on: '2025-03-01', time_zone: 'Asia/Ho_Chi_Minh' },
			measures: [{ key: 'trees', ...named('Cây', 'Trees'), primary: true }],
			categories: []
		},
		tree: [PROVINCE, { ...COMMUNE, below: 12 }],
		targets: {}
	}
} satisfies Record<string, Shape>;
export type OtherCampaign = keyof typeof SHAPES;
export const OTHER_CAMPAIGNS = Object.keys(SHAPES) as OtherCampaign[];

/** Somebody of each role, by name; the officer and the focal point belong to `area` and `leaf`. */
export interface Prepared {
	id: number;
	slug: string;
	people: Partial<Record<Role, string>>;
	/** Code of an area that has leaves below it; null where there is none. */
	area: string | null;
	/** A leaf of that area, and one as far from it as can be. */
	leaf: string;
	far: string;
}

/** Loads a campaign on its first morning, with one account of each role that it has a use for. */
export async function prepareOther(db: Kysely<Database>, name: OtherCampaign): Promise<Prepared> {
	const read = checkPackage(filesOf(SHAPES[name]));
	if (!read.ok) throw new Error(JSON.stringify(read.problems));
	const { campaign_id: id } = await importCampaign(db, read.package);
	await startDemoClock(db, id, null);
	const { campaign, units } = await loadBoard(db, id);
	const leaves = [...units.values()].filter((unit) => isLeaf(campaign, unit));
	const [leaf, far] = [leaves[0]!.code, leaves.at(-1)!.code];
	const area = areasOf({ campaign, units }).find(({ code }) => leaves[0]!.parent === code) ?? null;
	await db
		.insertInto('working_group')
		.values({
			...{ campaign_id: id, code: 'group-1', position: 0, base_code: area?.code ?? null },
			...named('Tổ công tác số 1', 'Working group 1')
		})
		.execute();
	const people: Partial<Record<Role, string>> = {};
	const account = (role: Role, place: { unit?: string; group?: string } = {}) => {
		people[role] = `${name}-${role.replaceAll('_', '-')}`;
		return {
			...{ username: people[role], password: randomUUID(), ...named(role, role), is_demo: true },
			grant: { campaign_id: id, role, ...place }
		};
	};
	await createAccounts(db, [
		...[account('leader'), account('coordinator'), account('group_member', { group: 'group-1' })],
		account('focal_point', { unit: leaf }),
		...(area ? [account('district_officer', { unit: topArea(area, units).code })] : [])
	]);
	await announceNewGroups(db, id);
	return { id, slug: campaign.slug, people, area: area?.code ?? null, leaf, far };
}

/** The area right below the top in which an area lies: an officer may belong to any level. */
function topArea(area: { code: string; parent: string | null }, units: Places) {
	let at = area;
	for (let up = units.get(at.parent ?? ''); up?.parent; up = units.get(up.parent)) at = up;
	return at;
}
type Places = ReadonlyMap<string, { code: string; parent: string | null }>;

function filesOf({ campaign, tree, targets }: Shape): Map<string, Uint8Array> {
	const lines = ['level,code,parent_code,name_vi,name_en,type'];
	let above = [''];
	for (const [depth, { level, type, vi, en, below = 1 }] of tree.entries()) {
		const codes: string[] = [];
		for (const parent of above) {
			for (let i = 1; i <= below; i++) {
				const code =
					depth === 0 ? 'top' : parent === 'top' ? `${level.at(0)}${i}` : `${parent}-${i}`;
				const number = depth === 0 ? '' : ` ${code.replace(/^[a-z]/, '')}`;
				lines.push(
					[level, code, parent, `${vi}${number || ' chung'}`, `${en}${number}`, type].join(',')
				);
				codes.push(code);
			}
		}
		above = codes;
	}
	const plan = Object.entries(targets).map(([measure, amount]) => `top,${measure},${amount},plan`);
	const texts = {
		'campaign.json': JSON.stringify(campaign),
		'units.csv': lines.join('\n'),
		'targets.csv': ['unit,measure,amount,origin', ...plan].join('\n')
	};
	return new Map(
		Object.entries(texts).map(([file, text]) => [file, new TextEncoder().encode(text)])
	);
}
