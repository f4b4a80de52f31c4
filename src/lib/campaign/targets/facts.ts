import * as v from 'valibot';
import { unitOf } from '../board.ts';
import { Target } from '../campaign.ts';
import { kind, noPlace, placeOfUnit } from '../kind-of-fact.ts';
import { amounts, text } from '../shapes.ts';

/** What happens to targets. */
export const targetFacts = {
	/** The set-up gave units other targets: by unit and measure what counts now, null for none. */
	'targets.changed': kind({
		data: v.object({ targets: v.record(text, v.record(text, v.nullable(Target))) }),
		places: noPlace,
		fold(board, { targets }) {
			for (const [code, changed] of Object.entries(targets)) {
				const unit = unitOf(board, code);
				if (!unit) continue;
				for (const [measure, target] of Object.entries(changed)) {
					if (target) unit.targets[measure] = { ...target };
					else delete unit.targets[measure];
				}
			}
		}
	}),
	/** The commune counted its own shelves. Measures not named keep their target. */
	'target.declared': kind({
		data: v.object({ unit: text, target: amounts }),
		places: placeOfUnit,
		fold(board, { unit: code, target }) {
			const unit = unitOf(board, code);
			if (!unit) return;
			for (const [measure, amount] of Object.entries(target)) {
				unit.targets[measure] = { amount, origin: 'declared' };
			}
		}
	})
};
