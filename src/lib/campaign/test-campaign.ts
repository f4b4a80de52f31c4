import type { BoardUnit, CampaignBoard } from './board.ts';
import { campaignOf, type Campaign } from './campaign.ts';
import type { Fact } from './facts.ts';

/** Quảng Trị's campaign in small, for tests: its own dates, zone, deadlines and measures. */
export const quangTri: Campaign = campaignOf({
	slug: 'quang-tri-2025',
	setup: 1,
	name_vi: 'Số hóa sổ hộ tịch Quảng Trị',
	name_en: 'Quang Tri civil-status digitization',
	starts_on: '2025-03-01',
	ends_on: '2025-03-20',
	time_zone: 'Asia/Ho_Chi_Minh',
	timely_by: '17:30',
	lock_after_days: 2,
	quiet_hours: { from: '19:00', to: '07:00' },
	simulated: false,
	clock: null,
	measures: [
		{ key: 'books', name_vi: 'Sổ', name_en: 'Books', primary: false },
		{ key: 'cases', name_vi: 'Trường hợp', name_en: 'Cases', primary: true }
	],
	categories: [
		{ key: 'birth', name_vi: 'Khai sinh', name_en: 'Birth' },
		{ key: 'death', name_vi: 'Khai tử', name_en: 'Death' }
	]
});

const unit = (
	code: string,
	parent: string | null,
	level: BoardUnit['level'],
	[books, cases]: [number, number],
	origin: 'plan' | 'allocated' = 'plan'
): BoardUnit => ({
	code,
	parent,
	level,
	type: level,
	position: Number(code),
	name_vi: code,
	name_en: code,
	targets: { books: { amount: books, origin }, cases: { amount: cases, origin } },
	days: {},
	unlocks: {},
	reminded: null
});

/** A province that promised 44 cases more than its two districts were given, and three communes. */
export function smallBoard(): CampaignBoard {
	const units = [
		unit('45', null, 'province', [30, 1044]),
		unit('461', '45', 'district', [20, 600]),
		unit('469', '45', 'district', [10, 400]),
		unit('19330', '461', 'commune', [10, 300], 'allocated'),
		unit('19333', '461', 'commune', [10, 300], 'allocated'),
		unit('19678', '469', 'commune', [10, 400], 'allocated')
	];
	return {
		view: 'staff',
		seq: 0,
		mark: 'start',
		campaign: structuredClone(quangTri),
		units: new Map(units.map((entry) => [entry.code, entry])),
		groups: new Map(),
		visits: new Map(),
		requests: new Map(),
		incidents: new Map()
	};
}

/** The `revision`-th report of commune 19330 for 7 March, as a fact of the same number. */
export function testReport(revision: number, cases = revision): Fact {
	return {
		seq: revision,
		at: '2025-03-07T10:00:00.000Z',
		kind: revision === 1 ? 'report.submitted' : 'report.corrected',
		actor: 'commune-19330',
		data: {
			unit: '19330',
			date: '2025-03-07',
			revision,
			base_revision: revision - 1,
			amounts: { books: 1, cases },
			receipt: 'AAAA',
			timely: true,
			device_time: null
		}
	};
}
