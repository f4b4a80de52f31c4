import type { DayReport } from '../board.ts';
import { beyond, type Decided } from '../known-fields.ts';
import type { ReportFact } from './report-fact.ts';

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

/** What those know of a report whose role does not reach the commune. */
export const reportBeyondReach = beyond<ReportFact>(REPORT_FIELDS, () => ({ device_time: null }));

/** The same of a commune's day. */
export const dayBeyondReach = beyond<DayReport>(DAY_FIELDS, () => ({}));
