import * as v from 'valibot';
import { code, date, input, moment, number, numbers, reason } from '../fields.ts';
import { line, lineOrNothing, text } from '../text.ts';
import { MOST_HEADS, type VisitState } from './visit.ts';

const about = { visit: number };
/** When a group did it, real time by its device: what waited for a network is dated by it. */
const taken = { ...about, device_time: v.nullish(moment, null) };
const note = v.nullish(text(1000), null);
const heads = v.pipe(
	v.number('amount_not_number'),
	v.integer('amount_not_whole'),
	v.minValue(0, 'amount_negative'),
	v.maxValue(MOST_HEADS, 'heads_too_large')
);
const degrees = (most: number) =>
	v.pipe(
		v.number('place_expected'),
		v.minValue(-most, 'place_expected'),
		v.maxValue(most, 'place_expected')
	);

/** Metres or kilometres: nobody is further from anywhere than half around the earth. */
const extent = v.pipe(
	v.number('place_expected'),
	v.minValue(0, 'place_expected'),
	v.maxValue(20_040_000, 'place_expected')
);

/** Key of one of the campaign's participants; which there are the handler knows. */
const participant = v.pipe(
	v.string('participant_expected'),
	v.regex(/^[a-z][a-z0-9_]{0,63}$/, 'participant_expected')
);

/** Commands about working groups and their visits, and the schema of each one's input. */
export const VISIT_COMMANDS = {
	/** Makes a group, or changes what is named. `lead`: a member. */
	'group.save': input({
		group: v.pipe(code, v.regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'code_expected')),
		name_vi: v.optional(line(200)),
		name_en: v.optional(line(200)),
		base: v.optional(v.nullable(code)),
		capacity: v.optional(v.pipe(heads, v.minValue(1, 'amount_not_positive'))),
		phone: v.optional(v.nullable(lineOrNothing(40))),
		lead: v.optional(code)
	}),
	/** A draft: a group at a commune or in a district, from a day to a day, both included. */
	'visit.plan': input({ group: code, unit: code, from: date, to: date, note }),
	'visit.publish': input({ visits: numbers }),
	'visit.move': input({
		...about,
		group: v.optional(code),
		unit: v.optional(code),
		from: v.optional(date),
		to: v.optional(date),
		note: v.optional(v.nullable(text(1000)))
	}),
	'visit.cancel': input({ ...about, reason: v.nullish(reason, null) }),
	'visit.depart': input(taken),
	/**
	 * `place`: where the phone is, in degrees, when its owner lets it say so. `kilometres`: how far that is
	 * from the visit's place, as its owner was shown and confirmed it.
	 */
	'visit.check_in': input({
		...taken,
		place: v.nullish(
			v.object(
				{
					latitude: degrees(90),
					longitude: degrees(180),
					accuracy: extent,
					kilometres: v.optional(extent)
				},
				'place_expected'
			),
			null
		)
	}),
	/** What was seen and done there. `cut_short`: why the group leaves early. */
	'visit.check_out': input({
		...taken,
		inspected: v.nullish(text(4000), null),
		found: v.nullish(text(4000), null),
		guidance: v.nullish(text(4000), null),
		/** By the campaign's kinds of participants; which there are the handler knows. */
		took_part: v.optional(v.record(participant, heads), {}),
		cut_short: v.nullish(reason, null)
	})
} as const;

interface Stepped {
	visit: number;
	state: VisitState;
}
export interface VisitResults {
	'group.save': { group: string };
	'visit.plan': Stepped;
	/** Skipped: they were published before, or are no drafts any more. */
	'visit.publish': { published: number[]; skipped: number[] };
	'visit.move': Stepped;
	'visit.cancel': Stepped;
	'visit.depart': Stepped;
	'visit.check_in': Stepped;
	'visit.check_out': Stepped;
}
