import { feature } from '../feature.ts';
import { declareTarget } from './declare-target.ts';
import { loadTargets } from './load-targets.ts';

/** What each place has to do. */
export const targets = feature({
	commands: { 'target.declare': declareTarget },
	load: loadTargets
});
