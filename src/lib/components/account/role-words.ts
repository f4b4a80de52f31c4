import { m } from '#lib/paraglide/messages.js';
import type { Role } from '#lib/protocol/people.ts';

/** What a role is called. */
export const ROLE_WORDS: Record<Role, () => string> = {
	leader: m.sign_in_role_leader,
	coordinator: m.sign_in_role_coordinator,
	group_member: m.sign_in_role_group_member,
	district_officer: m.sign_in_role_district_officer,
	focal_point: m.sign_in_role_focal_point,
	administrator: m.sign_in_role_administrator
};
