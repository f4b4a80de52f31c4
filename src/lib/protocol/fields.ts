import * as v from 'valibot';

// What inputs of commands are made of. The messages are keys of the words (src/words/*/errors.json).

export const code = v.pipe(
	v.string('text_expected'),
	v.minLength(1, 'text_empty'),
	v.maxLength(64, 'text_too_long')
);

/** Whether a timestamp names a moment the calendar has: no 31 February, no year 0, a zone there is. */
function isMoment(text: string): boolean {
	const [, year = '', month = '', day = ''] = /^(\d{4})-(\d{2})-(\d{2})/.exec(text) ?? [];
	const date = new Date(`${year}-${month}-${day}T00:00:00Z`);
	const exists = !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text.slice(0, 10));
	return exists && Number(year) > 0 && !Number.isNaN(Date.parse(text));
}

/** Local 'YYYY-MM-DD'. */
export const date = v.pipe(v.string('date_expected'), v.isoDate('date_expected'));
/** ISO, with a zone. */
export const moment = v.pipe(
	v.string('time_expected'),
	v.isoTimestamp('time_expected'),
	v.check(isMoment, 'time_expected')
);
/** Of at most `longest` characters; may be empty. */
export const text = (longest: number) =>
	v.pipe(
		v.string('text_expected'),
		v.maxLength(longest, 'text_too_long'),
		v.check((typed) => !typed.includes('\u0000'), 'text_expected')
	);
/** Somebody will read it: it has to say something. */
export const saying = (longest: number, empty = 'text_empty') =>
	v.pipe(text(longest), v.trim(), v.minLength(1, empty));
export const reason = saying(1000, 'reason_empty');
/** Of a request, an incident or a visit. */
export const number = v.pipe(
	v.number('number_expected'),
	v.integer('number_expected'),
	v.minValue(1, 'number_expected'),
	v.maxValue(2_147_483_647, 'number_expected')
);
export const units = v.pipe(
	v.array(code, 'units_expected'),
	v.minLength(1, 'units_expected'),
	v.maxLength(1000, 'units_expected')
);
