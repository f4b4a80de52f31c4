import * as v from 'valibot';
import type { Amounts } from '../campaign.ts';
import { amount, code, input } from '../fields.ts';

/** Commands about targets, and the schema of each one's input. */
export const TARGET_COMMANDS = {
	/** What a commune counted on its own shelves, by measure. */
	'target.declare': input({
		unit: code,
		target: v.pipe(
			v.record(code, amount, 'target_expected'),
			v.check((target) => Object.keys(target).length > 0, 'target_expected')
		)
	})
} as const;

export interface TargetResults {
	'target.declare': { target: Amounts };
}
