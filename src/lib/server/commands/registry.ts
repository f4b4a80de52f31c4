import type { CommandType } from '#lib/protocol/commands.ts';
import { acknowledgeDelivery } from '../reports/acknowledge-delivery.ts';
import { remindCommunes } from '../reports/remind-communes.ts';
import { acceptReport, acceptReports, returnReport } from '../reports/review-report.ts';
import { submitReport } from '../reports/submit-report.ts';
import { unlockReport } from '../reports/unlock-report.ts';
import { requestCommands } from '../requests/request-commands.ts';
import { declareTarget } from '../targets/declare-target.ts';
import { visitCommands } from '../visits/visit-commands.ts';
import type { Command } from './command.ts';

/** Every command there is. */
export const commands: { [Type in CommandType]: Command<Type> } = {
	'report.submit': submitReport,
	'report.accept': acceptReport,
	'report.accept_many': acceptReports,
	'report.return': returnReport,
	'report.unlock': unlockReport,
	'report.remind': remindCommunes,
	'report.seen': acknowledgeDelivery,
	'target.declare': declareTarget,
	...requestCommands,
	...visitCommands
};
