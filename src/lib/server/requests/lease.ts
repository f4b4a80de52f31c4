import { localDate } from '#lib/campaign/calendar/calendar.ts';
import { leaseUntil, visitEndsAt } from '#lib/campaign/requests/lease.ts';
import type { StepContext } from './lock-requests.ts';
import type { RequestRow } from './read-requests.ts';
import { upwards } from '#lib/campaign/places/tree.ts';

export type Lease = Pick<RequestRow, 'active_at' | 'lease_until' | 'lease_visit' | 'lease_warned'>;

/** How long a claim lasts after an act of its holder at `from`. */
export async function renewedLease(
	context: StepContext,
	{ unit_code, group_code, waiting_until }: RequestRow,
	from = context.now
): Promise<Lease> {
	const { board, now } = context;
	const visit = await visitThere(context, unit_code, group_code ?? '');
	const starts = waiting_until && waiting_until > from ? waiting_until : from;
	const until = leaseUntil(board.campaign, starts, visit?.to_date ?? null);
	const tied = visit !== null && until > leaseUntil(board.campaign, starts, null);
	return {
		active_at: now,
		lease_until: until,
		lease_visit: tied ? visit.number : null,
		lease_warned: false
	};
}

/** Whether the visit that a claim lasts as long as still ends when the lease says. */
export async function leaseIsTied(context: StepContext, row: RequestRow): Promise<boolean> {
	const visit = await openVisits(context, row.unit_code, row.group_code ?? '')
		.where('number', '=', row.lease_visit)
		.executeTakeFirst();
	const ends = visit && visitEndsAt(context.board.campaign, visit.to_date);
	return ends?.getTime() === row.lease_until?.getTime();
}

/** The group's visit at a commune, or in its district, that is published or under way today. */
async function visitThere(
	context: StepContext,
	unit: string,
	group: string
): Promise<{ number: number; to_date: string } | null> {
	const today = localDate(context.now, context.board.campaign.time_zone);
	const visit = await openVisits(context, unit, group)
		.where('from_date', '<=', today)
		.where('to_date', '>=', today)
		.orderBy('to_date', 'desc')
		.limit(1)
		.executeTakeFirst();
	return visit ?? null;
}

function openVisits({ tx, board, campaignId }: StepContext, unit: string, group: string) {
	return tx
		.selectFrom('visit')
		.select(['number', 'to_date'])
		.where('campaign_id', '=', campaignId)
		.where('group_code', '=', group)
		.where(
			'unit_code',
			'in',
			[...upwards(board.units, unit)].map(({ code }) => code)
		)
		.where('state', 'in', ['published', 'en_route', 'on_site']);
}
