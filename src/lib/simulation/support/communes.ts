import type { BoardUnit, CampaignBoard } from '#lib/campaign/board.ts';
import { localDate, localMilliseconds } from '#lib/campaign/calendar/calendar.ts';
import { isLeaf } from '#lib/campaign/places/tree.ts';
import { isLive, type SupportRequest } from '#lib/campaign/requests/request.ts';
import type { SimulatedAct } from './act.ts';
import { luckOf, passed } from './luck.ts';
import { NEEDS, NOT_YET } from './texts.ts';

const HOUR = 3_600_000;
/** How likely a commune needs help on a day. */
const NEEDS_HELP = 0.08;
/** Of what is resolved: said to be right, and opened again; the others say nothing. */
const VERIFIES = 0.75;
const REOPENS = 0.06;

/** What communes do at campaign time `now`: ask for help, and answer when it was given. */
export function communesAct(board: CampaignBoard, now: Date): SimulatedAct[] {
	const today = localDate(now, board.campaign.time_zone);
	const asked = new Set<string>();
	for (const { unit, raised_at } of board.requests.values()) {
		asked.add(`${unit} ${localDate(new Date(raised_at), board.campaign.time_zone)}`);
	}
	const communes = [...board.units.values()].filter((unit) => isLeaf(board.campaign, unit));
	const over = today > board.campaign.ends_on;
	const raises = (over ? [] : communes)
		.filter(({ code }) => !asked.has(`${code} ${today}`))
		.flatMap((unit) => raise(board, unit, today, now));
	return [...raises, ...[...board.requests.values()].flatMap((one) => answer(one, now))];
}

function raise(
	board: CampaignBoard,
	{ code }: BoardUnit,
	today: string,
	now: Date
): SimulatedAct[] {
	const luck = luckOf('raise', code, today);
	if (!luck.chance(NEEDS_HELP)) return [];
	const hour = localMilliseconds(now, board.campaign.time_zone) / HOUR;
	const at = luck.between(7.5, 16);
	if (hour < at || hour > at + 2) return [];
	const kinds = board.campaign.request_kinds;
	const { key: kind, title_vi } = kinds[luck.whole(0, kinds.length - 1)]!;
	const severity = luck.chance(0.2) ? 'blocking' : luck.chance(0.6) ? 'slowing' : 'minor';
	const texts = NEEDS[kind] ?? [[title_vi, '']];
	const [title, body] = texts[luck.whole(0, texts.length - 1)] ?? ['', ''];
	const input = { unit: code, kind, severity, title, body } as const;
	return [{ by: `commune-${code}`, type: 'request.raise', input }];
}

function answer({ number, unit, state, ...request }: SupportRequest, now: Date): SimulatedAct[] {
	if (state !== 'resolved' || isLive({ state })) return [];
	const luck = luckOf('answer', number, request.reopened);
	const says = luck.between(0, 1);
	if (says > VERIFIES + REOPENS || !passed(request.resolved_at, luck.between(30, 240), now))
		return [];
	const by = `commune-${unit}`;
	if (says > VERIFIES && request.reopened === 0) {
		return [{ by, type: 'request.reopen', input: { request: number, reason: NOT_YET } }];
	}
	return [{ by, type: 'request.verify', input: { request: number } }];
}
