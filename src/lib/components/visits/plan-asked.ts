import type { VisitPlan } from '#lib/campaign/visits/visit-days.ts';

/** Which dialog of the planner is open, and about what. */
export type PlanAsked =
	| { kind: 'new'; start: Omit<VisitPlan, 'unit'> & { unit: string | null } }
	| { kind: 'visit' | 'cancel'; number: number }
	| { kind: 'publish'; numbers: number[] }
	/** Null: a new group. */
	| { kind: 'group'; code: string | null }
	| { kind: 'keys' };
