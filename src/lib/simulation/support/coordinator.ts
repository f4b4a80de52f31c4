import { isLeaf } from '#lib/campaign/places/tree.ts';
import type { CampaignBoard } from '#lib/campaign/board.ts';
import { addDays, localDate, localMilliseconds } from '#lib/campaign/calendar/calendar.ts';
import { stands, type Visit } from '#lib/campaign/visits/visit.ts';
import { isLive } from '#lib/campaign/requests/request.ts';
import { summarizer } from '#lib/campaign/status/summary.ts';
import type { SimulatedAct } from './act.ts';
import { passed } from './luck.ts';
import { COMMON_CAUSE, FIX } from './texts.ts';

const HOUR = 3_600_000;
/** Days ahead that are planned, and the local hour from which drafts are sent out. */
const AHEAD = 3;
const PUBLISHES_FROM = 16;
const BY = 'coordinator';

/** What the coordinator does at campaign time `now`: sends groups where most is left to do. */
export function coordinatorActs(board: CampaignBoard, now: Date): SimulatedAct[] {
	const { campaign } = board;
	const today = localDate(now, campaign.time_zone);
	const hour = localMilliseconds(now, campaign.time_zone) / HOUR;
	const visits = [...board.visits.values()].filter(stands);
	const drafts = visits.filter(({ state }) => state === 'planned');
	// What begins today or tomorrow cannot wait for the evening.
	const urgent = drafts.some(({ from }) => from <= addDays(today, 1));
	if (drafts.length > 0 && (hour >= PUBLISHES_FROM || urgent)) {
		const input = { visits: drafts.map(({ number }) => number) };
		return [{ by: BY, type: 'visit.publish', input }];
	}
	const plans: SimulatedAct[] = incidents(board, now);
	for (const group of board.groups.values()) {
		const from = firstFreeDay(visits, group.code, hour < 9 ? today : addDays(today, 1));
		if (from > addDays(today, AHEAD) || from > campaign.ends_on) continue;
		const unit = neediest(board, group.base, visits, plans, now);
		if (unit === null) continue;
		const to = [addDays(from, 1), campaign.ends_on].sort()[0] ?? from;
		plans.push({ by: BY, type: 'visit.plan', input: { group: group.code, unit, from, to } });
	}
	return plans;
}

/** Several communes with the same trouble have one cause; some hours later it is known what helps. */
function incidents(board: CampaignBoard, now: Date): SimulatedAct[] {
	const open = [...board.incidents.values()].find(({ state }) => state === 'open');
	if (open) {
		if (!passed(open.opened_at, 180, now)) return [];
		return [{ by: BY, type: 'incident.close', input: { incident: open.number, fix: FIX } }];
	}
	const alike = [...board.requests.values()].filter(
		(request) => request.kind === 'software' && isLive(request) && request.incident === null
	);
	if (alike.length < 2) return [];
	const requests = alike.map(({ number }) => number);
	const input = { kind: 'software', title: COMMON_CAUSE, requests } as const;
	return [{ by: BY, type: 'incident.open', input }];
}

function firstFreeDay(visits: Visit[], group: string, from: string): string {
	const taken = visits.filter((visit) => visit.group === group && visit.to >= from);
	const last = taken
		.map(({ to }) => to)
		.sort()
		.at(-1);
	return last === undefined ? from : addDays(last, 1);
}

/** The commune with most open requests and the largest gap to the plan, rather near the group's base. */
function neediest(
	board: CampaignBoard,
	base: string | null,
	visits: Visit[],
	plans: SimulatedAct[],
	now: Date
): string | null {
	const today = localDate(now, board.campaign.time_zone);
	const recent = addDays(today, -4);
	const visited = new Set(visits.filter(({ to }) => to >= recent).map(({ unit }) => unit));
	for (const plan of plans) if (plan.type === 'visit.plan') visited.add(plan.input.unit);
	let best: { code: string; need: number } | null = null;
	const summarize = summarizer(board, now);
	for (const unit of board.units.values()) {
		if (!isLeaf(board.campaign, unit) || visited.has(unit.code)) continue;
		const { ideal, target, done, silent_days, share } = summarize(unit);
		const primary = board.campaign.measures.find((measure) => measure.primary)?.key ?? '';
		if (share === null) continue;
		const gap = (ideal - (done[primary] ?? 0)) / Math.max(target[primary] ?? 1, 1);
		const open = [...board.requests.values()].filter(
			(one) => one.unit === unit.code && isLive(one)
		);
		const need = gap * 10 + open.length * 3 + silent_days + (unit.parent === base ? 2 : 0);
		if (!best || need > best.need) best = { code: unit.code, need };
	}
	return best?.code ?? null;
}
