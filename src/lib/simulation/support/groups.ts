import { isLeaf } from '#lib/campaign/places/tree.ts';
import type { CampaignBoard } from '#lib/campaign/board.ts';
import { localDate, localMilliseconds } from '#lib/campaign/calendar/calendar.ts';
import type { WorkingGroup } from '#lib/campaign/visits/group.ts';
import { isUnderWay, type Visit } from '#lib/campaign/visits/visit.ts';
import { isHeld, type SupportRequest } from '#lib/campaign/requests/request.ts';
import type { SimulatedAct } from './act.ts';
import { luckOf, passed } from './luck.ts';
import { DONE, WAIT } from './texts.ts';

const HOUR = 3_600_000;
/** Minutes a request is read before anybody takes it. */
const READ_FOR = { blocking: 12, slowing: 35, minor: 90 };
/** Kinds that are settled over the phone. */
const FROM_AFAR = new Set(['software', 'guidance', 'data_quality']);

/** What a working group does at campaign time `now`: goes where it is sent, claims, works, closes. */
export function groupActs(board: CampaignBoard, group: WorkingGroup, now: Date): SimulatedAct[] {
	const members = group.members.map(({ username }) => username);
	const lead = members[0];
	if (lead === undefined) return [];
	const visits = [...board.visits.values()].filter((visit) => visit.group === group.code);
	const held = [...board.requests.values()].filter(
		(request) => isHeld(request) && request.holder?.group === group.code
	);
	const moves = visits.flatMap((visit) => move(board, visit, lead, now));
	const works = held.flatMap((request) => work(request, visits, now));
	const here = visits.find(isUnderWay);
	const takes = held.length < group.capacity ? take(board, group, here, members, now) : [];
	return [...moves, ...works, ...takes];
}

function move(board: CampaignBoard, visit: Visit, by: string, now: Date): SimulatedAct[] {
	const zone = board.campaign.time_zone;
	const today = localDate(now, zone);
	const hour = localMilliseconds(now, zone) / HOUR;
	const luck = luckOf('visit', visit.number);
	const [sets, arrives, leaves] = [
		luck.between(7, 7.6),
		luck.between(8, 9),
		luck.between(16, 17.2)
	];
	const input = { visit: visit.number };
	const isDay = visit.from <= today && today <= visit.to;
	if (visit.state === 'published' && isDay && hour >= sets && hour < 16) {
		return [{ by, type: 'visit.depart', input }];
	}
	if (visit.state === 'en_route' && (hour >= arrives || visit.from < today)) {
		return [{ by, type: 'visit.check_in', input }];
	}
	if (visit.state === 'on_site' && (today > visit.to || (today === visit.to && hour >= leaves))) {
		const report = {
			inspected: 'Kho lưu trữ và nơi nhập liệu.',
			found: 'Xã làm đúng quy trình, còn chậm ở khâu quét.',
			guidance: 'Chia sổ theo năm, quét trước khi nhập.',
			took_part: { commune_officers: luck.whole(1, 3), police: luck.whole(0, 2) }
		};
		return [{ by, type: 'visit.check_out', input: { ...input, ...report } }];
	}
	return [];
}

function work(request: SupportRequest, visits: Visit[], now: Date): SimulatedAct[] {
	const { number, holder, state, kind, unit } = request;
	if (!holder) return [];
	const by = holder.person;
	const luck = luckOf('work', number, request.reopened);
	const input = { request: number };
	const there = visits.some((visit) => isUnderWay(visit) && visit.unit === unit);
	const drive = luck.between(20, 70);
	const starts = there ? 10 : drive;
	const waits = kind === 'equipment' && luck.chance(0.35);
	if (state === 'claimed' && passed(holder.since, starts, now)) {
		if (!waits) return [{ by, type: 'request.start', input }];
		const until = new Date(now.getTime() + 20 * HOUR).toISOString();
		return [{ by, type: 'request.wait', input: { ...input, reason: WAIT, until } }];
	}
	if (state !== 'in_progress') return [];
	const takes = luck.between(20, FROM_AFAR.has(kind) ? 90 : 180);
	if (!passed(holder.since, starts + takes, now)) return [];
	const outcome = luck.chance(0.9) ? 'done' : 'partly';
	const note = DONE[luck.whole(0, DONE.length - 1)] ?? '';
	return [{ by, type: 'request.resolve', input: { ...input, outcome, note } }];
}

/** The open request nearest at hand: of the place it is at, of that area, of the area it starts from. */
function take(
	board: CampaignBoard,
	group: WorkingGroup,
	here: Visit | undefined,
	members: string[],
	now: Date
): SimulatedAct[] {
	const areaOf = (code: string | null) => {
		const unit = board.units.get(code ?? '');
		return unit && isLeaf(board.campaign, unit) ? unit.parent : (unit?.code ?? null);
	};
	const near = (request: SupportRequest) => {
		const area = areaOf(request.unit);
		if (here?.unit === request.unit) return 0;
		if (here && areaOf(here.unit) === area) return 1;
		if (areaOf(group.base) === area) return 2;
		// The others help out where nobody came for long.
		return passed(request.raised_at, READ_FOR[request.severity] * 4, now) ? 3 : 9;
	};
	const [best] = [...board.requests.values()]
		.filter((request) => request.state === 'open')
		.filter(
			(request) => passed(request.raised_at, READ_FOR[request.severity], now) && near(request) < 9
		)
		.sort((a, b) => near(a) - near(b) || a.number - b.number);
	if (!best) return [];
	const by = members[luckOf('takes', best.number).whole(0, members.length - 1)] ?? '';
	return [{ by, type: 'request.claim', input: { request: best.number } }];
}
