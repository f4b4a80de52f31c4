import { isDate } from '#lib/campaign/calendar/calendar.ts';
import type { EntryProblem } from '#lib/campaign/reports/entry.ts';
import type { ReportProblem } from '#lib/campaign/reports/report-checks.ts';
import { m } from '#lib/paraglide/messages.js';

type Params = Record<string, string | number>;
type Locale = 'vi' | 'en';
/** A compiled message; each takes its own parameters, which a mapping by key cannot tell apart. */
type Word = (params: never, options: { locale: Locale }) => string;

/** Every problem a schema, a check or an endpoint may name. Spelled out, so that pages ship only these words. */
const WORDS = {
	text_expected: m.error_text_expected,
	text_empty: m.error_text_empty,
	text_too_long: m.error_text_too_long,
	text_unseen: m.error_text_unseen,
	text_one_line: m.error_text_one_line,
	amount_not_number: m.error_amount_not_number,
	amount_not_whole: m.error_amount_not_whole,
	amount_several: m.error_amount_several,
	amount_negative: m.error_amount_negative,
	amount_too_large: m.error_amount_too_large,
	total_below: m.report_total_below,
	heads_too_large: m.error_heads_too_large,
	date_expected: m.error_date_expected,
	time_expected: m.error_time_expected,
	line_expected: m.error_line_expected,
	lines_expected: m.error_lines_expected,
	lines_empty: m.error_lines_empty,
	lines_too_many: m.error_lines_too_many,
	revision_expected: m.error_revision_expected,
	revision_unknown: m.error_revision_unknown,
	target_expected: m.error_target_expected,
	id_expected: m.error_id_expected,
	type_expected: m.error_type_expected,
	type_unknown: m.error_type_unknown,
	input_expected: m.error_input_expected,
	method_unknown: m.error_method_unknown,
	seq_expected: m.error_seq_expected,
	history_changed: m.error_history_changed,
	date_outside_campaign: m.error_date_outside_campaign,
	date_in_future: m.error_date_in_future,
	campaign_over: m.error_campaign_over,
	campaign_locked: m.error_campaign_locked,
	day_locked: m.error_day_locked,
	unknown_category: m.error_unknown_category,
	unknown_measure: m.error_unknown_measure,
	line_twice: m.error_line_twice,
	reason_empty: m.error_reason_empty,
	units_expected: m.error_units_expected,
	reports_expected: m.error_reports_expected,
	answers_expected: m.error_answers_expected,
	day_open: m.error_day_open,
	unlock_too_long: m.error_unlock_too_long,
	report_missing: m.error_report_missing,
	report_disputed: m.error_report_disputed,
	report_overtaken: m.error_report_overtaken,
	file_too_large: m.files_too_large,
	file_type_refused: m.files_type_refused,
	file_not_as_named: m.files_not_as_named,
	file_broken: m.files_broken,
	file_too_many_pixels: m.files_too_many_pixels,
	file_name_expected: m.files_name_expected,
	files_waiting: m.files_waiting,
	numbers_expected: m.error_numbers_expected,
	place_expected: m.error_place_expected,
	code_expected: m.error_code_expected,
	code_characters: m.error_code_characters,
	amount_not_positive: m.error_amount_not_positive,
	number_expected: m.error_number_expected,
	participant_expected: m.error_participant_expected,
	visit_overlap: m.error_visit_overlap,
	visit_overlap_gone: m.error_visit_overlap_gone,
	visit_days_reversed: m.error_visit_days_reversed,
	visit_past: m.error_visit_past,
	visit_under_way: m.error_visit_under_way,
	visit_other_day: m.error_visit_other_day,
	visit_ends_early: m.error_visit_ends_early,
	visit_is_planned: m.error_visit_is_planned,
	visit_is_published: m.error_visit_is_published,
	visit_is_en_route: m.error_visit_is_en_route,
	visit_is_on_site: m.error_visit_is_on_site,
	visit_is_done: m.error_visit_is_done,
	visit_is_cut_short: m.error_visit_is_cut_short,
	visit_is_cancelled: m.error_visit_is_cancelled,
	lead_not_member: m.error_lead_not_member,
	kind_expected: m.error_kind_expected,
	severity_expected: m.error_severity_expected,
	outcome_expected: m.error_outcome_expected,
	files_expected: m.error_files_expected,
	files_too_many: m.error_files_too_many,
	request_claimed: m.error_request_claimed,
	request_ended: m.error_request_ended,
	group_full: m.error_group_full,
	group_expected: m.error_group_expected,
	group_empty: m.error_group_empty,
	wait_too_long: m.error_wait_too_long,
	request_into_itself: m.error_request_into_itself,
	request_into_ended: m.error_request_into_ended,
	request_into_elsewhere: m.error_request_into_elsewhere,
	request_both_held: m.error_request_both_held,
	request_not_overdue: m.error_request_not_overdue,
	incident_empty: m.error_incident_empty,
	incident_closed: m.error_incident_closed,
	request_state: m.error_request_state,
	command_conflict: m.error_command_conflict,
	unauthenticated: m.error_unauthenticated,
	sign_in_wrong: m.error_sign_in_wrong,
	sign_in_crowded: m.error_sign_in_crowded,
	forbidden: m.error_forbidden,
	not_found: m.error_not_found,
	protocol_too_old: m.error_protocol_too_old,
	protocol_too_new: m.error_protocol_too_new,
	rate_limited: m.error_rate_limited,
	rate_limited_minutes: m.error_rate_limited_minutes,
	limit_raises: m.error_limit_raises,
	limit_comments: m.error_limit_comments,
	limit_comments_hour: m.error_limit_comments_hour,
	limit_steps: m.error_limit_steps,
	limit_release_asked: m.error_limit_release_asked,
	limit_incidents: m.error_limit_incidents,
	limit_groups_saved: m.error_limit_groups_saved,
	limit_visits: m.error_limit_visits,
	limit_targets: m.error_limit_targets,
	limit_returns: m.error_limit_returns,
	limit_open_requests: m.error_limit_open_requests,
	limit_requests_day: m.error_limit_requests_day,
	limit_comments_all: m.error_limit_comments_all,
	limit_mentions: m.error_limit_mentions,
	limit_revisions: m.error_limit_revisions,
	limit_groups: m.error_limit_groups,
	limit_files: m.error_limit_files,
	unavailable: m.error_unavailable,
	unexpected: m.error_unexpected,
	page_missing: m.error_page_missing
} satisfies Record<ReportProblem['key'] | EntryProblem['key'], Word> & Record<string, Word>;

export type ProblemKey = keyof typeof WORDS;

export function isProblemKey(key: string): key is ProblemKey {
	return Object.hasOwn(WORDS, key);
}

/**
 * A problem in the reader's words. Dates ('YYYY-MM-DD') and numbers among `params` are written in the
 * language's form. A key without words is said to be an input of the wrong shape.
 */
export function problemMessage(key: string, params: Params, locale: Locale): string {
	const word = WORDS[isProblemKey(key) ? key : 'input_expected'] as (
		params: Record<string, string>,
		options: { locale: Locale }
	) => string;
	const written = Object.entries(params).map(([name, value]) => [name, inLanguage(value, locale)]);
	return word(Object.fromEntries(written) as Record<string, string>, { locale });
}

function inLanguage(value: string | number, locale: Locale): string {
	const language = locale === 'vi' ? 'vi-VN' : 'en-GB';
	if (typeof value === 'number') return new Intl.NumberFormat(language).format(value);
	if (!isDate(value)) return value; // a text that only looks like one may be anything somebody sent
	const form = { day: 'numeric', month: 'numeric', year: 'numeric', timeZone: 'UTC' } as const;
	return new Intl.DateTimeFormat(language, form).format(new Date(`${value}T00:00:00Z`));
}
