import type { All } from '#lib/campaign/together.ts';
import { campaigns } from './campaigns/feature.ts';
import type { Commands } from './commands/command.ts';
import { answers } from './commands/feature.ts';
import type { Feature } from './feature.ts';
import { files } from './files/feature.ts';
import { notices } from './notices/feature.ts';
import { reports } from './reports/feature.ts';
import { requests } from './requests/feature.ts';
import { targets } from './targets/feature.ts';
import { visits } from './visits/feature.ts';

const all = [campaigns, targets, reports, visits, requests, notices, files, answers] as const;

/** Everything the server does, by feature. A board is loaded in this order. */
export const FEATURES: readonly Feature[] = all;

type Handled = All<(typeof all)[number]['commands']>;

/** Every command there is; one that no feature handles does not compile. */
export const commands: Commands = Object.assign(
	{},
	...FEATURES.map((one) => one.commands)
) as Handled;
