import { sql } from 'kysely';
import type { VisitPlan } from '#lib/campaign/visits/visit-days.ts';
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
		if (!isOverlap(error)) throw error;
		await sql`rollback to savepoint plan`.execute(tx);
		throw await inTheWay(context, plan, number === null ? [] : [number]);
	}
}

/** In the plan people know, and in the plan as it will be, a group is at one place at a time. */
function isOverlap(error: unknown): boolean {
	const { code, constraint } = error as { code?: string; constraint?: string };
	return code === '23P01' && (constraint ?? '').startsWith('visit_overlap');
}

/**
 * Publishes several visits, judged only once all are written: two groups may change places.
 * @throws `conflict` naming a visit of theirs that is in the way of one that is not published with them
 */
export async function writeTogether<T>(
	context: CommandContext,
	published: (VisitPlan & { number: number })[],
	write: () => Promise<T>
): Promise<T> {
	const { tx } = context;
	await sql`savepoint plan`.execute(tx);
	await sql`set constraints visit_overlap, visit_overlap_planned deferred`.execute(tx);
	try {
		const written = await write();
		await sql`set constraints visit_overlap, visit_overlap_planned immediate`.execute(tx);
		return written;
	} catch (error) {
		if (!isOverlap(error)) throw error;
		await sql`rollback to savepoint plan`.execute(tx);
		const numbers = published.map(({ number }) => number);
		for (const plan of published) {
			const problem = await inTheWay(context, plan, numbers);
			if (problem.key === 'visit_overlap') throw problem;
		}
		throw new Problem('conflict', 'visit_overlap_gone', {}, 'visits');
	}
}

/** @param without numbers of visits that are not in the way */
async function inTheWay(
	{ tx, campaignId, board }: CommandContext,
	{ group, from, to }: VisitPlan,
	without: number[]
): Promise<Problem> {
	const known = sql<boolean>`(group_code = ${group} and from_date <= ${to} and to_date >= ${from})`;
	const planned = sql<boolean>`(change_group = ${group} and change_from <= ${to} and change_to >= ${from})`;
	const other = await tx
		.selectFrom('visit')
		.select(['number', 'unit_code', 'from_date', 'to_date'])
		.where('campaign_id', '=', campaignId)
		.where('state', '<>', 'cancelled')
		.where((eb) => eb.or([known, planned]))
		.$if(without.length > 0, (query) => query.where('number', 'not in', without))
		.orderBy('from_date')
		.executeTakeFirst();
	// It may have been cancelled since; then trying again will do.
	if (!other) return new Problem('conflict', 'visit_overlap_gone', {}, 'from');
	const place = board.units.get(other.unit_code)?.name_vi ?? other.unit_code;
	const params = { visit: other.number, place, from: other.from_date, to: other.to_date };
	return new Problem('conflict', 'visit_overlap', params, 'from');
}
