import type { Role } from '#lib/protocol/people.ts';

/** Who takes or returns reports, opens locked days and reminds communes: within the role's reach. */
export const REVIEWERS: readonly Role[] = ['coordinator', 'district_officer'];
