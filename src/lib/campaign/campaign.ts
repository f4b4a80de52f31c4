import * as v from 'valibot';
import { Level, USUAL_LEVELS } from './campaigns/levels.ts';
import { Rules, USUAL_RULES } from './campaigns/rules.ts';
import { FIRST_KINDS, RequestKind } from './requests/kinds.ts';
import { FIRST_PARTICIPANTS, Participant } from './visits/participants.ts';
import { count, date, moment, named, text } from './shapes.ts';

/** Whole numbers keyed by measure, e.g. `{ books: 12, cases: 1180 }`. */
export type Amounts = Record<string, number>;

/**
 * Where a target comes from: `plan` = published, `allocated` = computed by us from the level above,
 * `declared` = the commune counted its own shelves. What counts is declared, else plan, else allocated.
 */
const TARGET_ORIGINS = ['plan', 'allocated', 'declared'] as const;
export type TargetOrigin = (typeof TARGET_ORIGINS)[number];

export const Target = v.object({ amount: count, origin: v.picklist(TARGET_ORIGINS) });
export type Target = v.InferOutput<typeof Target>;

/** Something with a name in both languages. */
export interface Named {
	name_vi: string;
	name_en: string;
}

const Measure = v.object({
	...named,
	key: text,
	/** The one measure that progress, pace and status are judged by. */
	primary: v.boolean()
});
export type Measure = v.InferOutput<typeof Measure>;

const Category = v.object({ ...named, key: text });
export type Category = v.InferOutput<typeof Category>;

/** A ready sentence, and the few words on the button that takes it. */
const ReturnReason = v.object({ ...named, text_vi: text, text_en: text });

/** A simulated campaign's clock. Real campaigns have none: their time is real time. */
export const ClockSetting = v.object({
	/** Real instant (ISO) at which the clock was set. */
	set_at: moment,
	/** Campaign instant (ISO) it showed then. */
	shows: moment,
	/** Real seconds that one campaign day takes; 86400 is the speed of life. */
	seconds_per_day: v.number(),
	/** Local 'HH:MM' between which a day runs; the nights between are skipped. Absent: whole days. */
	runs: v.optional(v.object({ from: text, to: text })),
	/** Campaign instant (ISO) at which the clock stands still. */
	stops_at: v.optional(moment)
});
export type ClockSetting = v.InferOutput<typeof ClockSetting>;

/** What a campaign is, apart from its places and its numbers. Dates are local 'YYYY-MM-DD'. */
export const RecordedCampaign = v.object({
	...named,
	slug: text,
	/** Moves whenever the set-up changes: names, days, places, targets of the plan. 0: not set up yet. */
	setup: count,
	starts_on: date,
	ends_on: date,
	/** IANA name, e.g. 'Asia/Ho_Chi_Minh'. */
	time_zone: text,
	/** Local 'HH:MM' until which a day's report is timely. */
	timely_by: text,
	/** A day locks this many days after its timely deadline. */
	lock_after_days: count,
	/** Local 'HH:MM' between which, over midnight, nobody is told anything and no clock of a request runs. */
	quiet_hours: v.object({ from: text, to: text }),
	/** Whether its reports are made by the simulator; always shown on screen. */
	simulated: v.boolean(),
	/** Null: real time. */
	clock: v.nullable(ClockSetting),
	measures: v.array(Measure),
	categories: v.array(Category),
	// A log that began before these were data says none of them: `campaignOf` knows what they were then.
	/** From the top; units of the last one report. */
	levels: v.optional(v.array(Level)),
	/** What the categories are, inside a sentence: 'loại sổ', 'register'. */
	split: v.optional(v.object(named)),
	request_kinds: v.optional(v.array(RequestKind)),
	/** Who can take part in a visit besides the group. */
	participants: v.optional(v.array(Participant)),
	/** What a reviewer most often writes when a report goes back; empty: sentences that fit every campaign. */
	return_reasons: v.optional(v.array(ReturnReason)),
	rules: v.optional(Rules)
});
export type RecordedCampaign = v.InferOutput<typeof RecordedCampaign>;
export type Campaign = Required<RecordedCampaign>;

/** A campaign as facts and snapshots say it, of whatever version, with all that is known of it. */
export function campaignOf(recorded: RecordedCampaign): Campaign {
	return {
		...recorded,
		levels: recorded.levels ?? USUAL_LEVELS,
		split: recorded.split ?? { name_vi: 'loại sổ', name_en: 'register' },
		request_kinds: recorded.request_kinds ?? FIRST_KINDS,
		participants: recorded.participants ?? FIRST_PARTICIPANTS,
		return_reasons: recorded.return_reasons ?? [],
		rules: recorded.rules ?? USUAL_RULES
	};
}

/** The measure that progress is judged by. */
export function primaryMeasure(campaign: Campaign): Measure {
	const primary = campaign.measures.find((measure) => measure.primary) ?? campaign.measures[0];
	if (!primary) throw new Error(`campaign ${campaign.slug} counts nothing`);
	return primary;
}

/** The campaign with its places judged by another measure; an unknown one changes nothing. */
export function judgedBy(campaign: Campaign, measure: string): Campaign {
	if (!campaign.measures.some(({ key }) => key === measure)) return campaign;
	if (primaryMeasure(campaign).key === measure) return campaign;
	const measures = campaign.measures.map((one) => ({ ...one, primary: one.key === measure }));
	return { ...campaign, measures };
}

/** Zero of every measure the campaign counts. */
export function zeroAmounts(campaign: Campaign): Amounts {
	return Object.fromEntries(campaign.measures.map(({ key }) => [key, 0]));
}
