import type { CommandType } from '#lib/protocol/commands.ts';
import { submitReport } from '../reports/submit-report.ts';
import { declareTarget } from '../targets/declare-target.ts';
import type { Command } from './command.ts';

/** Every command there is. */
export const commands: { [Type in CommandType]: Command<Type> } = {
	'report.submit': submitReport,
	'target.declare': declareTarget
};
