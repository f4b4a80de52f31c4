import type { CampaignBoard } from '#lib/campaign/board.ts';
import { localDate } from '#lib/campaign/calendar/calendar.ts';
import type { Campaign, Named } from '#lib/campaign/campaign.ts';
import { middleOf, oneOf } from '#lib/campaign/campaigns/levels.ts';
import { tellsApart } from '#lib/campaign/places/same-names.ts';
import type { NoticeKind, NoticeReason } from '#lib/campaign/notices/notice.ts';
import type { Outcome } from '#lib/campaign/requests/request.ts';
import { m } from '#lib/paraglide/messages.js';
import type { NoticeView } from './notices.ts';

type Locale = 'vi' | 'en';
type Said = Pick<NoticeView, 'kind' | 'refs' | 'by'>;
type Names = Pick<CampaignBoard, 'campaign' | 'units' | 'groups'>;
interface Params {
	by: string;
	what: string;
	date: string;
	time: string;
	incident: string;
	group: string;
	outcome: string;
	into: string;
}
type Word = (params: Params, options: { locale: Locale }) => string;

const TEXTS: Record<NoticeKind, Word> = {
	mentioned: m.notices_text_mentioned,
	request_escalated: m.notices_text_request_escalated,
	lease_ending: m.notices_text_lease_ending,
	request_merged: m.notices_text_request_merged,
	request_taken_over: m.notices_text_request_taken_over,
	request_freed: m.notices_text_request_freed,
	release_asked: m.notices_text_release_asked,
	request_reopened: m.notices_text_request_reopened,
	request_resolved: m.notices_text_request_resolved,
	incident_closed: m.notices_text_incident_closed,
	request_declined: m.notices_text_request_declined,
	request_waiting: m.notices_text_request_waiting,
	wait_over: m.notices_text_wait_over,
	request_raised: m.notices_text_request_raised,
	request_claimed: m.notices_text_request_claimed,
	request_grouped: m.notices_text_request_grouped,
	request_verified: m.notices_text_request_verified,
	request_commented: m.notices_text_request_commented,
	visit_cancelled: m.notices_text_visit_cancelled,
	visit_moved: m.notices_text_visit_moved,
	visit_published: m.notices_text_visit_published,
	report_returned: m.notices_text_report_returned,
	report_unlocked: m.notices_text_report_unlocked,
	report_reminded: m.notices_text_report_reminded
};

interface Reader {
	leaf: string;
	area: string;
}
const WHYS: Record<NoticeReason, (params: Reader, options: { locale: Locale }) => string> = {
	mentioned: m.notices_why_mentioned,
	holder: m.notices_why_holder,
	held: m.notices_why_held,
	group: m.notices_why_group,
	group_held: m.notices_why_group_held,
	lead: m.notices_why_lead,
	commune: m.notices_why_commune,
	raised: m.notices_why_raised,
	duplicate: m.notices_why_duplicate,
	visiting: m.notices_why_visiting,
	coming: m.notices_why_coming,
	near: m.notices_why_near,
	coordinator: m.notices_why_coordinator,
	district: m.notices_why_district,
	leader: m.notices_why_leader,
	took_part: m.notices_why_took_part,
	closed_incident: m.notices_why_closed_incident,
	visitor: m.notices_why_visitor
};

/** What happened, in one line: 'Tổ trưởng tổ 3 đã nhận yêu cầu #12 (Triệu Thành)'. No free text of anybody. */
export function noticeText(notice: Said, board: Names, locale: Locale): string {
	const { refs, by } = notice;
	const text = TEXTS[notice.kind](
		{
			by: by ? named(by, locale) : m.notices_server({}, { locale }),
			what: whatOf(notice, board, locale),
			date: refs.date ? dayOf(refs.date) : '',
			time: refs.until ? timeOf(refs.until, board.campaign.time_zone) : '',
			incident: String(refs.incident ?? ''),
			group: groupName(refs.group, board, locale),
			outcome: refs.outcome ? outcomeWord(refs.outcome, locale) : '',
			into: String(refs.into ?? '')
		},
		{ locale }
	);
	return text.charAt(0).toLocaleUpperCase(locale) + text.slice(1);
}

/** Why it is this reader who is told: 'vì tổ bạn ở gần'. */
export function whyText(
	why: NoticeReason,
	{ levels }: Pick<Campaign, 'levels'>,
	locale: Locale
): string {
	const [leaf, area] = [oneOf(levels.at(-1)!, locale), oneOf(middleOf(levels), locale)];
	return WHYS[why]({ leaf, area }, { locale });
}

/** The page where the reader can do something about it. */
export function noticeHref(slug: string, { refs, why }: Pick<NoticeView, 'refs' | 'why'>): string {
	if (refs.date) return `/${slug}/report?date=${refs.date}`;
	// Communes have no plan of visits; their card on the map says who comes.
	if (refs.visits && why === 'commune') return `/${slug}/map?unit=${refs.unit}`;
	if (refs.visits) {
		return refs.visits.length === 1 ? `/${slug}/groups?visit=${refs.visits[0]}` : `/${slug}/groups`;
	}
	const [first, ...others] = refs.requests ?? [];
	return first === undefined || others.length > 0
		? `/${slug}/requests`
		: `/${slug}/requests/${first}`;
}

function whatOf({ refs }: Said, { units, groups }: Names, locale: Locale): string {
	const place = units.get(refs.unit ?? '');
	const above = place && tellsApart(units, place.code);
	const unit = place
		? named(place, locale) + (above ? ` (${named(above, locale)})` : '')
		: (refs.unit ?? '');
	if (refs.visits) {
		if (refs.visits.length > 1) {
			return m.notices_visit_many({ count: refs.visits.length }, { locale });
		}
		const group = groupName(refs.group, { groups }, locale);
		const [from, to] = [dayOf(refs.from ?? ''), dayOf(refs.to ?? '')];
		return m.notices_visit_one({ group, unit, from, to }, { locale });
	}
	const requests = refs.requests ?? [];
	if (requests.length > 1) return m.notices_request_many({ count: requests.length }, { locale });
	return m.notices_request_one({ number: requests[0] ?? 0, unit }, { locale });
}

function groupName(code = '', { groups }: Pick<Names, 'groups'>, locale: Locale): string {
	const group = groups.get(code);
	return group ? named(group, locale) : code;
}

const OUTCOMES: Record<Outcome, (params: object, options: { locale: Locale }) => string> = {
	done: m.requests_outcome_done,
	partly: m.requests_outcome_partly,
	done_by_others: m.requests_outcome_done_by_others,
	out_of_scope: m.requests_outcome_out_of_scope,
	unreachable: m.requests_outcome_unreachable,
	rejected: m.requests_outcome_rejected
};
/** Within a sentence: 'không liên lạc được'. */
function outcomeWord(outcome: Outcome, locale: Locale): string {
	const word = OUTCOMES[outcome]({}, { locale });
	return word.charAt(0).toLocaleLowerCase(locale) + word.slice(1);
}

const named = ({ name_vi, name_en }: Named, locale: Locale) =>
	locale === 'vi' ? name_vi : name_en;

/** '2025-03-07' → '7/3'. */
const dayOf = (date: string) => {
	const [, month, day] = date.split('-').map(Number);
	return month && day ? `${day}/${month}` : date;
};

function timeOf(instant: string, timeZone: string): string {
	const at = new Date(instant);
	const time = new Intl.DateTimeFormat('vi-VN', {
		...{ hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone }
	}).format(at);
	return `${time} ${dayOf(localDate(at, timeZone))}`;
}
