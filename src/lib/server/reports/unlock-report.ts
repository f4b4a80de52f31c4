import { sql } from 'kysely';
import { locksAt } from '#lib/campaign/calendar/calendar.ts';
import { accessLeaf } from '../commands/access.ts';
import { command, type CommandContext } from '../commands/command.ts';
import type { NewFact } from '../log/append.ts';
import { Problem } from '../problem.ts';
import { REVIEWERS } from './reviewers.ts';

const HOUR = 3_600_000;
/** How long an unlock lasts when nothing else is said, and at most. Campaign time. */
const USUAL = 24 * HOUR;
const LONGEST = 7 * 24 * HOUR;

interface CommuneDay {
	unit: string;
	date: string;
}

/** Opens one commune's locked day again, for a reason and for a while; it locks by itself. */
export const unlockReport = command('report.unlock', REVIEWERS, async (context, input) => {
	const { board, now } = context;
	accessLeaf(context, input.unit);
	const { campaign } = board;
	if (input.date < campaign.starts_on || input.date > campaign.ends_on) {
		const params = { from: campaign.starts_on, to: campaign.ends_on };
		throw new Problem('invalid', 'date_outside_campaign', params, 'date');
	}
	if (now < locksAt(campaign, input.date)) {
		throw new Problem('conflict', 'day_open', { date: input.date }, 'date');
	}
	const until = input.until ? new Date(input.until) : new Date(now.getTime() + USUAL);
	if (until <= now || until.getTime() > now.getTime() + LONGEST) {
		throw new Problem('invalid', 'unlock_too_long', { days: LONGEST / (24 * HOUR) }, 'until');
	}
	const opened = await openDayAgain(context, input, until, input.reason);
	return { facts: [opened], result: { until: until.toISOString() } };
});

/** Opens a day that locks sooner than a usual unlock would last; null when it stays open anyway. */
export async function openForCorrection(
	context: CommandContext,
	day: CommuneDay,
	reason: string
): Promise<{ fact: NewFact; until: string } | null> {
	const until = new Date(context.now.getTime() + USUAL);
	if (locksAt(context.board.campaign, day.date) >= until) return null;
	const current = await unlockedUntil(context, day);
	if (current && current >= until.toISOString()) return null;
	return { fact: await openDayAgain(context, day, until, reason), until: until.toISOString() };
}

async function openDayAgain(
	{ tx, actor, campaignId, now }: CommandContext,
	{ unit, date }: CommuneDay,
	until: Date,
	reason: string
): Promise<NewFact> {
	await tx
		.insertInto('report_unlock')
		.values({
			...{ campaign_id: campaignId, unit_code: unit, date, until, reason },
			at: now,
			account_id: actor.account_id
		})
		.onConflict((same) =>
			same.columns(['campaign_id', 'unit_code', 'date', 'at']).doUpdateSet({
				// Twice at one moment of a simulated clock: of several the latest holds.
				until: sql<Date>`greatest(report_unlock.until, excluded.until)`,
				reason
			})
		)
		.execute();
	return { kind: 'report.unlocked', data: { unit, date, until: until.toISOString() } };
}

/** Until when (campaign time, ISO) a commune's day is or was unlocked; null when it never was. */
export async function unlockedUntil(
	{ tx, campaignId }: CommandContext,
	{ unit, date }: CommuneDay
): Promise<string | null> {
	const { until } = await tx
		.selectFrom('report_unlock')
		.select((eb) => eb.fn.max<Date | null>('until').as('until'))
		.where('campaign_id', '=', campaignId)
		.where('unit_code', '=', unit)
		.where('date', '=', date)
		.executeTakeFirstOrThrow();
	return until?.toISOString() ?? null;
}
