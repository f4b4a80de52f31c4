import * as v from 'valibot';
import { Policy, USUAL_POLICIES } from '../requests/policy.ts';
import { count } from '../shapes.ts';

const share = v.pipe(v.number(), v.minValue(0), v.maxValue(1));

/** By what a campaign judges its places and keeps its promises. */
export const Rules = v.object({
	/** At or above this share of the plan at the last closed deadline a place is on track … */
	on_track: share,
	/** … at or above this one it is at risk, below it late. */
	at_risk: share,
	/** A place is silent after so many closed days without a report. */
	silent_days: count,
	/** A claim without activity ends after this many minutes of service. */
	lease: count,
	/** Its holder is warned this many minutes of service before. */
	lease_warning: count,
	/** A result that nobody objects to is taken as confirmed after this many hours. */
	verified_after: count,
	/** What a new request is promised, by severity. */
	policies: v.object({ blocking: Policy, slowing: Policy, minor: Policy })
});
export type Rules = v.InferOutput<typeof Rules>;

/** The rules of a campaign that states none. */
export const USUAL_RULES: Rules = {
	...{ on_track: 0.9, at_risk: 0.65, silent_days: 2 },
	...{ lease: 120, lease_warning: 10, verified_after: 24 },
	policies: USUAL_POLICIES
};
