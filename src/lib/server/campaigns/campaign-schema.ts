import * as v from 'valibot';
import { isDate } from '#lib/campaign/calendar/calendar.ts';
import type { Level } from '#lib/campaign/campaigns/levels.ts';
import { USUAL_KINDS } from '#lib/campaign/requests/kinds.ts';
import { USUAL_PARTICIPANTS } from '#lib/campaign/visits/participants.ts';
import { line } from '#lib/campaign/text.ts';
import { misfit } from './misfit.ts';
import { PackageRules } from './rules-schema.ts';

/** More days than this are a slip in a date, not a short campaign. */
export const MOST_DAYS = 366;

// The messages of this schema are keys of the words (src/words/*/import.json) without `import_`.

const text = line(200, 'text_expected');
const slug = v.pipe(
	v.string('slug_expected'),
	v.regex(/^(?=.{1,100}$)[a-z0-9]+(-[a-z0-9]+)*$/, 'slug_expected')
);
const key = v.pipe(v.string('key_expected'), v.regex(/^[a-z][a-z0-9_]{0,63}$/, 'key_expected'));
const date = v.pipe(v.string('date_expected'), v.check(isDate, 'date_expected'));
const time = v.pipe(
	v.string('time_expected'),
	v.regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'time_expected')
);
const days = v.pipe(
	v.number('days_expected'),
	v.integer('days_expected'),
	v.minValue(0, 'days_expected'),
	v.maxValue(MOST_DAYS, 'days_expected')
);
const named = { name_vi: text, name_en: text };
const category = v.strictObject({ key, ...named }, misfit);
const measure = v.strictObject(
	{ key, ...named, primary: v.optional(v.boolean('yes_no_expected'), false) },
	misfit
);
const anyList = <Item extends v.GenericSchema>(item: Item) => v.array(item, 'list_expected');
const list = <Item extends v.GenericSchema>(item: Item) =>
	v.pipe(anyList(item), v.minLength(1, 'list_expected'));

const level = v.pipe(
	v.strictObject(
		{ key, ...named, plural_vi: v.optional(text), plural_en: v.optional(text) },
		misfit
	),
	v.transform(({ key, name_vi, name_en, plural_vi = name_vi, plural_en = name_en }): Level => {
		return { key, name_vi, name_en, plural_vi, plural_en };
	})
);
/** May be empty: nothing is suggested then. */
const title = v.union([v.literal(''), text], 'text_expected');
const requestKind = v.strictObject(
	{ key, ...named, title_vi: v.optional(title, ''), title_en: v.optional(title, '') },
	misfit
);
const returnReason = v.strictObject({ ...named, text_vi: text, text_en: text }, misfit);

/** Counted by campaigns that split their counts by nothing: the one row of a report. */
const WHOLE = { key: 'all', name_vi: 'Tổng số', name_en: 'Total' };

/** `campaign.json`. Dates are local 'YYYY-MM-DD', `timely_by` is local 'HH:MM'. */
export const PackageCampaign = v.strictObject(
	{
		slug,
		...named,
		starts_on: date,
		ends_on: date,
		time_zone: v.pipe(v.string('zone_unknown'), v.check(isZone, 'zone_unknown')),
		timely_by: v.optional(time, '17:30'),
		lock_after_days: v.optional(days, 2),
		/** Over midnight: nobody is told anything between. */
		quiet_hours: v.optional(v.strictObject({ from: time, to: time }, misfit), {
			from: '19:00',
			to: '07:00'
		}),
		measures: list(measure),
		categories: v.pipe(
			v.optional(anyList(category), []),
			v.transform((given) => (given.length > 0 ? given : [WHOLE]))
		),
		/** From the top; absent: those of the usual ones that `units.csv` names. */
		levels: v.optional(v.nullable(list(level)), null),
		/** What the categories are, inside a sentence. */
		split: v.optional(v.strictObject(named, misfit), { name_vi: 'loại', name_en: 'category' }),
		request_kinds: v.optional(list(requestKind), USUAL_KINDS),
		participants: v.optional(list(category), USUAL_PARTICIPANTS),
		return_reasons: v.optional(anyList(returnReason), []),
		rules: v.optional(PackageRules, {}),
		/** How a target is shared among the units below that were given none. */
		allocation: v.optional(v.picklist(['equal', 'weight'], 'allocation_unknown'), 'equal')
	},
	misfit
);
export type PackageCampaign = v.InferOutput<typeof PackageCampaign>;

const keysOf = v.fallback(v.array(v.object({ key: v.fallback(v.string(), '') })), []);

/** What can be understood of a `campaign.json` that has faults, to go on checking the other files. */
export const PartOfCampaign = v.object({
	measures: keysOf,
	categories: keysOf,
	levels: v.fallback(v.nullable(v.array(level)), null),
	request_kinds: keysOf,
	participants: keysOf,
	allocation: v.fallback(v.nullable(v.string()), null)
});

/** An IANA name; `Intl` takes offsets too, but those know no history. */
function isZone(name: string): boolean {
	try {
		new Intl.DateTimeFormat('en', { timeZone: name });
		return /^[A-Za-z]/.test(name);
	} catch {
		return false;
	}
}
