import type { Named } from '../campaign.ts';

/** Somebody of a working group. */
export interface GroupMember extends Named {
	username: string;
	/** Whether this member leads the group. */
	leads: boolean;
}

/** People sent to help communes. */
export interface WorkingGroup extends Named {
	code: string;
	/** Unit it starts from in the morning. */
	base: string | null;
	/** Requests it may hold at once. */
	capacity: number;
	/** Where it is reached in the field. */
	phone: string | null;
	members: GroupMember[];
}
