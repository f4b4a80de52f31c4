import * as v from 'valibot';
import { kind, placeOfUnit } from '../kind-of-fact.ts';
import { amounts, text } from '../shapes.ts';

/** What happens to targets. */
export const targetFacts = {
	/** The commune counted its own shelves. Measures not named keep their target. */
	'target.declared': kind({
		data: v.object({ unit: text, target: amounts }),
		places: placeOfUnit,
		fold(board, { unit: code, target }) {
			const unit = board.units.get(code);
			if (!unit) return;
			for (const [measure, amount] of Object.entries(target)) {
				unit.targets[measure] = { amount, origin: 'declared' };
			}
		}
	})
};
