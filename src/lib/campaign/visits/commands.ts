import * as v from 'valibot';
import { code, date, input, moment, number, numbers, reason } from '../fields.ts';
import { kind } from '../kind-of-command.ts';
import { HOUR } from '../limits.ts';
import * as shapes from '../shapes.ts';
import { line, lineOrNothing, text } from '../text.ts';
import { MOST_HEADS, VISIT_STATES } from './visit.ts';

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

// What may wait on a device stands by itself: pages bring what they use.
export const VisitDepart = input(taken);
export const VisitCheckIn = input({
	...taken,
	/** `kilometres`: how far that is from the visit's place, as its owner was shown and confirmed it. */
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
});
export const VisitCheckOut = input({
	...taken,
	inspected: v.nullish(text(4000), null),
	found: v.nullish(text(4000), null),
	guidance: v.nullish(text(4000), null),
	/** By the campaign's kinds of participants; which there are the handler knows. */
	took_part: v.optional(v.record(participant, heads), {}),
	cut_short: v.nullish(reason, null)
});

/** Its number, and its state after the step. */
const Stepped = v.object({ visit: shapes.count, state: v.picklist(VISIT_STATES) });

const planned = { name: 'limit_visits', most: 600, within: HOUR };

/** What may be asked for about working groups and their visits. */
export const visitCommands = {
	'group.save': kind({
		does: 'Create a working group, or change the fields that are named; `lead`: a member',
		input: input({
			group: v.pipe(code, v.regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'code_expected')),
			name_vi: v.optional(line(200)),
			name_en: v.optional(line(200)),
			base: v.optional(v.nullable(code)),
			capacity: v.optional(v.pipe(heads, v.minValue(1, 'amount_not_positive'))),
			phone: v.optional(v.nullable(lineOrNothing(40))),
			lead: v.optional(code)
		}),
		result: v.object({ group: shapes.text }),
		limit: { rates: [{ name: 'limit_groups_saved', most: 120, within: HOUR }], counted: ['groups'] }
	}),
	'visit.plan': kind({
		does: 'Plan a visit as a draft: a group at a commune or in a district, first and last day included',
		input: input({ group: code, unit: code, from: date, to: date, note }),
		result: Stepped,
		limit: { rates: [planned] }
	}),
	'visit.publish': kind({
		does: 'Publish drafts and changes of visits; skipped: there is nothing to publish',
		input: input({ visits: numbers }),
		result: v.object({ published: v.array(shapes.count), skipped: v.array(shapes.count) }),
		limit: { none: 'A visit that is published is not published again.' }
	}),
	'visit.move': kind({
		does: 'Change the fields that are named; of a published visit they count once it is published again',
		input: input({
			...about,
			group: v.optional(code),
			unit: v.optional(code),
			from: v.optional(date),
			to: v.optional(date),
			note: v.optional(v.nullable(text(1000)))
		}),
		result: Stepped,
		limit: { rates: [planned] }
	}),
	'visit.cancel': kind({
		does: 'Cancel a visit',
		input: input({ ...about, reason: v.nullish(reason, null) }),
		result: Stepped,
		limit: { none: 'A visit that is cancelled is over.' }
	}),
	'visit.depart': kind({
		does: 'Say that the group is on its way',
		input: VisitDepart,
		result: Stepped,
		limit: { none: 'A visit only goes forward.' }
	}),
	'visit.check_in': kind({
		does: 'Say that the group has arrived; `place`: where its phone is, if its owner shares it',
		input: VisitCheckIn,
		result: Stepped,
		limit: { none: 'A visit only goes forward.' }
	}),
	'visit.check_out': kind({
		does: 'Leave, and say what was seen and done; `cut_short`: why the group leaves early',
		input: VisitCheckOut,
		result: Stepped,
		limit: { none: 'A visit only goes forward.' }
	})
};
