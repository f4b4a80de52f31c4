import type { DayReport } from './board.ts';
import type { ReportFact } from './facts.ts';
import type { GroupMember, WorkingGroup } from './visits/group.ts';
import type { Visit } from './visits/visit.ts';
import type { Incident, SupportRequest } from './requests/request.ts';

/** For whom a field is: every member, those whose role reaches the place, or those who plan. */
export type Audience = 'members' | 'reach' | 'planners';
/** A decision for every field: one that is added does not compile before somebody has decided. */
export type Decided<T> = Readonly<Record<keyof Required<T>, Audience>>;

export const REPORT_FIELDS: Decided<ReportFact> = {
	...{ unit: 'members', date: 'members', revision: 'members', base_revision: 'members' },
	...{ amounts: 'members', receipt: 'members', timely: 'members' },
	...{ device_time: 'reach', disputed: 'reach', flags: 'reach' }
};
export const DAY_FIELDS: Decided<DayReport> = {
	...{ state: 'members', amounts: 'members', revision: 'members', receipt: 'members' },
	...{ at: 'members', timely: 'members' },
	...{ disputed: 'reach', flags: 'reach', return_seen: 'reach' }
};
export const REQUEST_FIELDS: Decided<SupportRequest> = {
	...{ number: 'members', unit: 'members', kind: 'members', severity: 'members' },
	...{ state: 'members', raised_at: 'members', raised_by: 'reach', at: 'members' },
	...{ holder: 'members', release_asked: 'reach', waiting_until: 'members' },
	...{ responded_at: 'members', resolved_at: 'members', resolved_by: 'members' },
	...{ outcome: 'members', verified_by: 'members', duplicate_of: 'members' },
	...{ incident: 'members', due: 'members', escalation: 'members' },
	...{ reopened: 'members', comments: 'members', files: 'members' }
};
export const HOLDER_FIELDS: Decided<NonNullable<SupportRequest['holder']>> = {
	...{ group: 'members', person: 'reach', since: 'members', until: 'members' }
};
/** A field for planners is left out for all others; a draft is left out whole. */
export const VISIT_FIELDS: Decided<Visit> = {
	...{ number: 'members', group: 'members', unit: 'members', from: 'members', to: 'members' },
	...{ state: 'members', arrived_at: 'members', left_at: 'members', at: 'members' },
	published: 'members',
	change: 'planners'
};

/** Its words are written for everybody in the campaign. */
export const INCIDENT_FIELDS: Decided<Incident> = {
	...{ number: 'members', kind: 'members', title: 'members', state: 'members' },
	...{ opened_at: 'members', closed_at: 'members', fix: 'members' }
};
/** Whom the province sends: a commune has to know who comes and be able to call them. */
export const GROUP_FIELDS: Decided<WorkingGroup> = {
	...{ code: 'members', name_vi: 'members', name_en: 'members', base: 'members' },
	...{ capacity: 'members', phone: 'members', members: 'members' }
};
export const GROUP_MEMBER_FIELDS: Decided<GroupMember> = {
	...{ username: 'members', name_vi: 'members', name_en: 'members', leads: 'members' }
};

/** The fields that are for one audience only. */
export const fieldsFor = <T>(decided: Decided<T>, audience: Audience) =>
	(Object.keys(decided) as (keyof T)[]).filter((field) => decided[field] === audience);

/** Makes copies without what is only for those within reach; `instead` says what stands in its place. */
export function beyond<T extends object>(decided: Decided<T>, instead: (whole: T) => Partial<T>) {
	const hidden = new Set(fieldsFor<T>(decided, 'reach'));
	return (whole: T): T => {
		// Not a copy from which fields are deleted: engines write such objects out many times slower.
		const copy: Partial<T> = {};
		for (const field in whole) if (!hidden.has(field)) copy[field] = whole[field];
		return Object.assign(copy, instead(whole)) as T;
	};
}
