import { beyond, once, type Decided } from '../known-fields.ts';
import { reachesCode, type Places, type Viewer } from '../reach.ts';
import type { Incident, SupportRequest } from './request.ts';

type Holder = NonNullable<SupportRequest['holder']>;

export const REQUEST_FIELDS: Decided<SupportRequest> = {
	...{ number: 'members', unit: 'members', kind: 'members', severity: 'members' },
	...{ state: 'members', raised_at: 'members', raised_by: 'reach', at: 'members' },
	...{ holder: 'members', release_asked: 'reach', waiting_until: 'members' },
	...{ responded_at: 'members', resolved_at: 'members', resolved_by: 'members' },
	...{ outcome: 'members', verified_by: 'members', duplicate_of: 'members' },
	...{ incident: 'members', due: 'members', escalation: 'members' },
	...{ reopened: 'members', comments: 'members', files: 'members' }
};
export const HOLDER_FIELDS: Decided<Holder> = {
	...{ group: 'members', person: 'reach', since: 'members', until: 'members' }
};
/** Its words are written for everybody in the campaign. */
export const INCIDENT_FIELDS: Decided<Incident> = {
	...{ number: 'members', kind: 'members', title: 'members', state: 'members' },
	...{ opened_at: 'members', closed_at: 'members', fix: 'members' }
};

const holderBeyondReach = beyond<Holder>(HOLDER_FIELDS, ({ group }) => {
	return { person: `group_member ${group}` };
});
const requestBeyondReach = once(
	beyond<SupportRequest>(REQUEST_FIELDS, ({ unit, holder }) => ({
		raised_by: `somebody ${unit}`,
		release_asked: null,
		holder: holder && holderBeyondReach(holder)
	}))
);

/** A request as this viewer may know it. */
export function requestFor(
	viewer: Viewer,
	request: SupportRequest,
	places: Places
): SupportRequest {
	return reachesCode(viewer, places)(request.unit) ? request : requestBeyondReach(request);
}
