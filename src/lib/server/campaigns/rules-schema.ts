import * as v from 'valibot';
import { USUAL_RULES, type Rules } from '#lib/campaign/campaigns/rules.ts';
import { RUNGS } from '#lib/campaign/requests/request.ts';
import { misfit } from './misfit.ts';

const share = v.pipe(
	v.number('share_expected'),
	v.minValue(0, 'share_expected'),
	v.maxValue(1, 'share_expected')
);
const whole = (word: 'minutes_expected' | 'days_expected', most: number) =>
	v.pipe(v.number(word), v.integer(word), v.minValue(1, word), v.maxValue(most, word));
const minutes = whole('minutes_expected', 100_000);

const policy = v.strictObject(
	{
		within: v.strictObject({ response: minutes, update: minutes, solution: minutes }, misfit),
		ladder: v.pipe(
			v.array(v.picklist(RUNGS, 'ladder_unknown'), 'list_expected'),
			v.minLength(1, 'list_expected')
		),
		rung_after: minutes,
		acknowledged_for: minutes
	},
	misfit
);
const { policies, ...usual } = USUAL_RULES;

/** `rules` of `campaign.json`: what it does not state is as usual. */
export const PackageRules = v.strictObject(
	{
		on_track: v.optional(share, usual.on_track),
		at_risk: v.optional(share, usual.at_risk),
		silent_days: v.optional(whole('days_expected', 366), usual.silent_days),
		lease: v.optional(minutes, usual.lease),
		lease_warning: v.optional(minutes, usual.lease_warning),
		verified_after: v.optional(minutes, usual.verified_after),
		policies: v.optional(
			v.strictObject(
				{
					blocking: v.optional(policy, policies.blocking),
					slowing: v.optional(policy, policies.slowing),
					minor: v.optional(policy, policies.minor)
				},
				misfit
			),
			{}
		)
	},
	misfit
) satisfies v.GenericSchema<object, Rules>;
