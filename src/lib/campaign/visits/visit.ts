import * as v from 'valibot';
import { count, date, moment, text } from '../shapes.ts';

/** `planned`: a draft of the planner; the others are known to the group and the commune. */
export const VISIT_STATES = [
	'planned',
	'published',
	'en_route',
	'on_site',
	'done',
	'cut_short',
	'cancelled'
] as const;
export type VisitState = (typeof VISIT_STATES)[number];

/** A group at a place for some days. Dates are local 'YYYY-MM-DD', both included; times campaign time, ISO. */
export const Visit = v.object({
	/** 1, 2, 3 … within the campaign. */
	number: count,
	group: text,
	/** A commune, or a district as a whole. */
	unit: text,
	from: date,
	to: date,
	state: v.picklist(VISIT_STATES),
	/** What the planners changed since it was published and have not published yet; only they know of it. */
	change: v.optional(v.object({ group: text, unit: text, from: date, to: date })),
	arrived_at: v.nullable(moment),
	left_at: v.nullable(moment),
	/** Of the last change. */
	at: moment,
	/** Whether it was ever published; absent until then. */
	published: v.optional(v.literal(true))
});
export type Visit = v.InferOutput<typeof Visit>;

export type VisitStep = 'publish' | 'move' | 'cancel' | 'depart' | 'check_in' | 'check_out';

interface Transition {
	from: readonly VisitState[];
	/** `same`: the state stays. */
	to: VisitState | 'same';
	/** `group`: a member of the visiting group; `staff`: coordinator, or the district's officer. */
	by: readonly ('group' | 'staff')[];
}

/** The whole life of a visit. Checking out early, with a reason, is `cut_short` instead of `done`. */
export const VISIT_TRANSITIONS: Record<VisitStep, Transition> = {
	publish: { from: ['planned'], to: 'published', by: ['staff'] },
	move: { from: ['planned', 'published', 'en_route', 'on_site'], to: 'same', by: ['staff'] },
	cancel: { from: ['planned', 'published', 'en_route'], to: 'cancelled', by: ['staff'] },
	depart: { from: ['published'], to: 'en_route', by: ['group'] },
	check_in: { from: ['published', 'en_route'], to: 'on_site', by: ['group'] },
	check_out: { from: ['on_site'], to: 'done', by: ['group'] }
};

/** More people, or requests at once, than this are a slip. */
export const MOST_HEADS = 1000;

/** Whether the group is there, or on its way. */
export function isUnderWay({ state }: Pick<Visit, 'state'>): boolean {
	return state === 'en_route' || state === 'on_site';
}

/** Whether there is something of it to publish: the visit itself, or what was changed since. */
export function isUnpublished({ state, change }: Pick<Visit, 'state' | 'change'>): boolean {
	return state === 'planned' || (change !== undefined && state !== 'cancelled');
}

/** The visit as the planners see it: with what will be once it is published. */
export function asPlanned(visit: Visit): Visit {
	return { ...visit, ...visit.change };
}

/** Whether it is the planners' own business still: a draft, or one that was given up as a draft. */
export function isDraft({ state, published }: Pick<Visit, 'state' | 'published'>): boolean {
	return state === 'planned' || (state === 'cancelled' && !published);
}

/** Whether a visit fills its days of the plan. */
export function stands({ state }: Pick<Visit, 'state'>): boolean {
	return state !== 'cancelled';
}
