import { accessLeaf } from '../commands/access.ts';
import { command } from '../commands/command.ts';
import { Problem } from '../problem.ts';

/**
 * Stores what a commune counted on its own shelves. The allocated target is kept beside it; the
 * declared one counts from now on. Measures not named keep their target.
 */
export const declareTarget = command(
	'target.declare',
	['focal_point', 'district_officer', 'coordinator'],
	async (context, { unit, target }) => {
		const { tx, campaignId, board } = context;
		accessLeaf(context, unit);
		for (const measure of Object.keys(target)) {
			if (board.campaign.measures.some(({ key }) => key === measure)) continue;
			throw new Problem('invalid', 'unknown_measure', { measure }, `target.${measure}`);
		}
		await tx
			.insertInto('target')
			.values(
				// In the campaign's order, not the sender's: two senders must not lock each other out.
				board.campaign.measures.flatMap(({ key: measure }) => {
					const amount = target[measure];
					if (amount === undefined) return [];
					const row = { campaign_id: campaignId, unit_code: unit, measure, amount };
					return [{ ...row, origin: 'declared' as const }];
				})
			)
			.onConflict((conflict) =>
				conflict
					.columns(['campaign_id', 'unit_code', 'measure', 'origin'])
					.doUpdateSet((eb) => ({ amount: eb.ref('excluded.amount') }))
			)
			.execute();
		return { facts: [{ kind: 'target.declared', data: { unit, target } }], result: { target } };
	}
);
