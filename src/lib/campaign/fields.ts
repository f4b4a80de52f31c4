import * as v from 'valibot';
import { isDate } from './calendar/calendar.ts';
import { MAX_AMOUNT } from './reports/report-line.ts';
import { saying } from './text.ts';

// What inputs of commands are made of. The messages are keys of the words (src/words/*/errors.json).

/** The largest `integer` of PostgreSQL. */
export const MOST = 2_147_483_647;

/** What a command takes. */
/* @__NO_SIDE_EFFECTS__ */
export function input<Entries extends v.ObjectEntries>(entries: Entries) {
	return v.object(entries, 'input_expected');
}

/** Of a unit, a group, a measure, a category; or a user name. */
export const code = v.pipe(
	v.string('text_expected'),
	v.minLength(1, 'text_empty'),
	v.maxLength(64, 'text_too_long'),
	v.regex(/^[\w.-]+$/, 'code_characters')
);

/** Local 'YYYY-MM-DD', a day that the calendar has. */
export const date = v.pipe(
	v.string('date_expected'),
	v.isoDate('date_expected'),
	v.check(isDate, 'date_expected')
);

/** Clocks of phones go wrong by decades, but not by centuries; PostgreSQL takes offsets up to 15:59. */
function isMoment(text: string): boolean {
	const [, day = '', offset = '0'] =
		/^(\d{4}-\d{2}-\d{2}).*?(?:[+-](\d{2}):?(?:\d{2})?)?$/.exec(text) ?? [];
	return (
		isDate(day, { from: 1900, to: 2199 }) && Number(offset) < 16 && !Number.isNaN(Date.parse(text))
	);
}

/** ISO, with a zone. */
export const moment = v.pipe(
	v.string('time_expected'),
	v.isoTimestamp('time_expected'),
	v.check(isMoment, 'time_expected')
);
export const reason = saying(1000, 'reason_empty');
/** What was done, or is to be done, in one measure. */
export const amount = v.pipe(
	v.number('amount_not_number'),
	v.integer('amount_not_whole'),
	v.minValue(0, 'amount_negative'),
	v.maxValue(MAX_AMOUNT, 'amount_too_large')
);
/** Of a request, an incident or a visit. */
export const number = v.pipe(
	v.number('number_expected'),
	v.integer('number_expected'),
	v.minValue(1, 'number_expected'),
	v.maxValue(MOST, 'number_expected')
);
export const numbers = v.pipe(
	v.array(number, 'numbers_expected'),
	v.minLength(1, 'numbers_expected'),
	v.maxLength(500, 'numbers_expected')
);
export const units = v.pipe(
	v.array(code, 'units_expected'),
	v.minLength(1, 'units_expected'),
	v.maxLength(1000, 'units_expected')
);
