import * as v from 'valibot';
import { count, named, text } from '../shapes.ts';

/** Somebody of a working group. */
const GroupMember = v.object({
	...named,
	username: text,
	/** Whether this member leads the group. */
	leads: v.boolean()
});
export type GroupMember = v.InferOutput<typeof GroupMember>;

/** People sent to help communes. */
export const WorkingGroup = v.object({
	...named,
	code: text,
	/** Unit it starts from in the morning. */
	base: v.nullable(text),
	/** Requests it may hold at once. */
	capacity: count,
	/** Where it is reached in the field. */
	phone: v.nullable(text),
	members: v.array(GroupMember)
});
export type WorkingGroup = v.InferOutput<typeof WorkingGroup>;
