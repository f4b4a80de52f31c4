import type { Kysely } from 'kysely';
import { dueNext, type Promises } from '#lib/campaign/requests/due.ts';
import { isHeld, type Incident, type SupportRequest } from '#lib/campaign/requests/request.ts';
import type { Database } from '../db/schema.ts';

/** A campaign's requests with the names of those in them, to be narrowed by who asks. */
export function selectRequests(db: Kysely<Database>, campaignId: number) {
	return db
		.selectFrom('support_request as r')
		.innerJoin('account as raiser', 'raiser.id', 'r.raised_by')
		.leftJoin('account as holder', 'holder.id', 'r.holder_id')
		.leftJoin('account as asker', 'asker.id', 'r.release_asked_by')
		.selectAll('r')
		.select(['raiser.username as raiser', 'holder.username as holder', 'asker.username as asker'])
		.where('r.campaign_id', '=', campaignId)
		.orderBy('r.number');
}
export type RequestRow = Awaited<ReturnType<ReturnType<typeof selectRequests>['execute']>>[number];

/** A request as facts, boards and snapshots tell it. */
export function requestOf(row: RequestRow): SupportRequest {
	const { number, kind, severity, state, outcome, verified_by, duplicate_of, incident } = row;
	const { reopened, comments, files, resolved_by } = row;
	const due = dueNext(promisesOf(row));
	return {
		...{ number, unit: row.unit_code, kind, severity, state },
		raised_at: row.raised_at.toISOString(),
		raised_by: row.raiser,
		at: row.at.toISOString(),
		holder: isHeld(row)
			? {
					group: row.group_code ?? '',
					person: row.holder ?? '',
					since: row.claimed_at?.toISOString() ?? '',
					until: row.lease_until?.toISOString() ?? ''
				}
			: null,
		release_asked:
			row.asker && row.release_asked_at
				? { by: row.asker, at: row.release_asked_at.toISOString() }
				: null,
		waiting_until: row.waiting_until?.toISOString() ?? null,
		responded_at: row.responded_at?.toISOString() ?? null,
		resolved_at: row.resolved_at?.toISOString() ?? null,
		...{ resolved_by, outcome, verified_by, duplicate_of, incident },
		due: due && { clock: due.clock, at: due.at.toISOString() },
		escalation:
			row.escalated_clock && row.escalated_rung && row.escalated_at
				? {
						clock: row.escalated_clock,
						rung: row.escalated_rung,
						at: row.escalated_at.toISOString(),
						acknowledged_until: row.acknowledged_until?.toISOString() ?? null
					}
				: null,
		...{ reopened, comments, files }
	};
}

/** Until when each clock of a request has to be met. */
export function promisesOf(
	row: Pick<RequestRow, 'response_due' | 'update_due' | 'solution_due'>
): Promises {
	return { response: row.response_due, update: row.update_due, solution: row.solution_due };
}

/** Every request of a campaign, by number. */
export async function readRequests(
	db: Kysely<Database>,
	campaignId: number
): Promise<SupportRequest[]> {
	return (await selectRequests(db, campaignId).execute()).map(requestOf);
}

/** A campaign's incidents, to be narrowed. */
export function selectIncidents(db: Kysely<Database>, campaignId: number) {
	return db
		.selectFrom('incident')
		.select(['number', 'kind', 'title', 'state', 'opened_at', 'closed_at', 'fix'])
		.where('campaign_id', '=', campaignId)
		.orderBy('number');
}
type IncidentRow = Awaited<ReturnType<ReturnType<typeof selectIncidents>['execute']>>[number];

/** An incident as facts, boards and snapshots tell it. */
export function incidentOf({ opened_at, closed_at, ...row }: IncidentRow): Incident {
	return {
		...row,
		opened_at: opened_at.toISOString(),
		closed_at: closed_at?.toISOString() ?? null
	};
}

/** Every incident of a campaign, by number. */
export async function readIncidents(db: Kysely<Database>, campaignId: number): Promise<Incident[]> {
	return (await selectIncidents(db, campaignId).execute()).map(incidentOf);
}
