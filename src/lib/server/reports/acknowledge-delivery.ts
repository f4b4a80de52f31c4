import { accessLeaf } from '../commands/access.ts';
import { command, type CommandContext } from '../commands/command.ts';

/** The focal point's device says that a returned report's comment, or a reminder, was shown to a person. */
export const acknowledgeDelivery = command(
	'report.seen',
	['focal_point'],
	async (context, input) => {
		const { unit, date, of } = input;
		accessLeaf(context, unit);
		const news =
			of === 'return' ? await sawReturn(context, input) : await sawReminder(context, input);
		if (!news) return { facts: [], result: { seen: false } };
		return { facts: [{ kind: 'report.seen', data: { unit, date, of } }], result: { seen: true } };
	}
);

interface CommuneDay {
	unit: string;
	date: string;
}

async function sawReturn(
	{ tx, campaignId, now }: CommandContext,
	{ unit, date }: CommuneDay
): Promise<boolean> {
	const { numUpdatedRows } = await tx
		.updateTable('report_review')
		.set({ seen_at: now })
		.where('campaign_id', '=', campaignId)
		.where('unit_code', '=', unit)
		.where('date', '=', date)
		.where('verdict', '=', 'returned')
		.where('seen_at', 'is', null)
		.executeTakeFirst();
	return numUpdatedRows > 0n;
}

async function sawReminder(
	{ tx, campaignId, now }: CommandContext,
	{ unit, date }: CommuneDay
): Promise<boolean> {
	const { numUpdatedRows } = await tx
		.updateTable('report_reminder')
		.set({ seen_at: now })
		.where('campaign_id', '=', campaignId)
		.where('unit_code', '=', unit)
		.where('date', '=', date)
		.where('seen_at', 'is', null)
		.executeTakeFirst();
	return numUpdatedRows > 0n;
}
