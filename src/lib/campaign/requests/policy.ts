import * as v from 'valibot';
import { count } from '../shapes.ts';
import { RUNGS, type Rung, type Severity } from './request.ts';

/**
 * What a request is promised, copied onto it when it is raised. All times are minutes of service: nights
 * between the campaign's quiet hours do not count.
 */
export const Policy = v.object({
	/** How long each clock runs. */
	within: v.object({ response: count, update: count, solution: count }),
	/** Whom an overdue request goes to, in this order. */
	ladder: v.array(v.picklist(RUNGS)),
	/** From one rung to the next. */
	rung_after: count,
	/** How long an acknowledgement holds it where it is. */
	acknowledged_for: count
});
export type Policy = v.InferOutput<typeof Policy>;

const LADDER: Rung[] = ['holder', 'lead', 'coordinator', 'leader'];

/** What a new request is promised, by severity, where the campaign says nothing else. */
export const USUAL_POLICIES: Record<Severity, Policy> = {
	blocking: {
		within: { response: 30, update: 120, solution: 480 },
		ladder: LADDER,
		rung_after: 30,
		acknowledged_for: 120
	},
	slowing: {
		within: { response: 120, update: 240, solution: 960 },
		ladder: LADDER,
		rung_after: 60,
		acknowledged_for: 240
	},
	minor: {
		within: { response: 480, update: 720, solution: 2880 },
		ladder: LADDER,
		rung_after: 240,
		acknowledged_for: 720
	}
};
