import type { All } from '#lib/campaign/together.ts';
import type { Commands } from './commands/command.ts';
import { reports } from './reports/feature.ts';
import { requests } from './requests/feature.ts';
import { targets } from './targets/feature.ts';
import { visits } from './visits/feature.ts';

/** Everything the server does, by feature. A board is loaded in this order. */
export const FEATURES = [targets, reports, visits, requests] as const;

type Handled = All<(typeof FEATURES)[number]['commands']>;

/** Every command there is; one that no feature handles does not compile. */
export const commands: Commands = Object.assign(
	{},
	...FEATURES.map((one) => one.commands)
) as Handled;
