import { sql } from 'kysely';
import type { VisitPlan } from '#lib/campaign/groups/visit-days.ts';
import type { CommandContext } from '../commands/command.ts';
import { Problem } from '../problem.ts';

/**
 * Writes a visit's group and days. That a group is at one place at a time is the database's to say, as
 * only it knows of two planners at the same moment.
 * @param number of the visit, unless it is new
 * @throws `conflict` naming the visit that is in the way
 */
export async function writePlan<T>(
	context: CommandContext,
	plan: VisitPlan,
	number: number | null,
	write: () => Promise<T>
): Promise<T> {
	const { tx } = context;
	await sql`savepoint plan`.execute(tx);
	try {
		return await write();
	} catch (error) {
		const { code, constraint } = error as { code?: string; constraint?: string };
		if (code !== '23P01' || constraint !== 'visit_overlap') throw error;
		await sql`rollback to savepoint plan`.execute(tx);
		throw await inTheWay(context, plan, number);
	}
}

async function inTheWay(
	{ tx, campaignId, board }: CommandContext,
	{ group, from, to }: VisitPlan,
	number: number | null
): Promise<Problem> {
	const other = await tx
		.selectFrom('visit')
		.select(['number', 'unit_code', 'from_date', 'to_date'])
		.where('campaign_id', '=', campaignId)
		.where('group_code', '=', group)
		.where('state', '<>', 'cancelled')
		.where('from_date', '<=', to)
		.where('to_date', '>=', from)
		.$if(number !== null, (query) => query.where('number', '<>', number))
		.orderBy('from_date')
		.executeTakeFirst();
	// It may have been cancelled since; then trying again will do.
	if (!other) return new Problem('conflict', 'visit_overlap_gone', {}, 'from');
	const place = board.units.get(other.unit_code)?.name_vi ?? other.unit_code;
	const params = { visit: other.number, place, from: other.from_date, to: other.to_date };
	return new Problem('conflict', 'visit_overlap', params, 'from');
}
