import type { RequestClock, Rung, Severity } from './request.ts';

/**
 * What a request is promised, copied onto it when it is raised. All times are minutes of service: nights
 * between the campaign's quiet hours do not count.
 */
export interface Policy {
	/** How long each clock runs. */
	within: Record<RequestClock, number>;
	/** Whom an overdue request goes to, in this order. */
	ladder: Rung[];
	/** From one rung to the next. */
	rung_after: number;
	/** How long an acknowledgement holds it where it is. */
	acknowledged_for: number;
}

const LADDER: Rung[] = ['holder', 'lead', 'coordinator', 'leader'];

/** What a new request is promised, by severity. */
export const POLICIES: Record<Severity, Policy> = {
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
