import * as v from 'valibot';
import { USUAL_RULES, type Rules } from '#lib/campaign/campaigns/rules.ts';
import { RUNGS } from '#lib/campaign/requests/request.ts';
import { misfit } from './misfit.ts';

const share = v.pipe(
	v.number('share_expected'),
	v.minValue(0, 'share_expected'),
	v.maxValue(1, 'share_expected')
);
const whole = v.pipe(
	v.number('count_expected'),
	v.integer('count_expected'),
	v.minValue(1, 'count_expected'),
	v.maxValue(100_000, 'count_expected')
);

const policy = v.strictObject(
	{
		within: v.strictObject({ response: whole, update: whole, solution: whole }, misfit),
		ladder: v.pipe(
			v.array(v.picklist(RUNGS, 'ladder_unknown'), 'list_expected'),
			v.minLength(1, 'list_expected')
		),
		rung_after: whole,
		acknowledged_for: whole
	},
	misfit
);
const { policies, ...usual } = USUAL_RULES;

/** `rules` of `campaign.json`: what it does not state is as usual. */
export const PackageRules = v.strictObject(
	{
		on_track: v.optional(share, usual.on_track),
		at_risk: v.optional(share, usual.at_risk),
		silent_days: v.optional(whole, usual.silent_days),
		lease: v.optional(whole, usual.lease),
		lease_warning: v.optional(whole, usual.lease_warning),
		verified_after: v.optional(whole, usual.verified_after),
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
