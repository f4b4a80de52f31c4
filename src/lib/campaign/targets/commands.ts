import * as v from 'valibot';
import { amount, code, input } from '../fields.ts';
import { kind } from '../kind-of-command.ts';
import { HOUR } from '../limits.ts';
import { amounts } from '../shapes.ts';

/** What may be asked for about targets. */
export const targetCommands = {
	'target.declare': kind({
		does: 'Declare what a commune counted on its own shelves, by measure',
		input: input({
			unit: code,
			target: v.pipe(
				v.record(code, amount, 'target_expected'),
				v.check((target) => Object.keys(target).length > 0, 'target_expected')
			)
		}),
		result: v.object({ target: amounts }),
		limit: { rates: [{ name: 'limit_targets', most: 30, within: HOUR, apart: ['unit'] }] },
		until: 'lock'
	})
};
