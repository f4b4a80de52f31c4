import * as v from 'valibot';
import type { Named } from '#lib/campaign/campaign.ts';

export const ROLES = [
	'leader',
	'coordinator',
	'group_member',
	'district_officer',
	'focal_point',
	'administrator'
] as const;

export type Role = (typeof ROLES)[number];

/** What an account may be in one campaign, and where. */
export interface Grant {
	campaign: string;
	role: Role;
	/** District or commune code, for district officers and focal points. */
	unit: string | null;
	/** Working group code, for group members. */
	group: string | null;
}

/** Who is signed in, as pages and API may know it. */
export interface Person extends Named {
	username: string;
	grants: Grant[];
}

/** What somebody signed in may set: the language they read in. */
export const SessionSettings = v.object(
	{ locale: v.picklist(['vi', 'en'], 'input_expected') },
	'input_expected'
);
