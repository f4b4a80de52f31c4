import { feature } from '../feature.ts';
import { acknowledgeDelivery } from './acknowledge-delivery.ts';
import { loadReports } from './load-reports.ts';
import { remindCommunes } from './remind-communes.ts';
import { acceptReport, acceptReports, returnReport } from './review-report.ts';
import { submitReport } from './submit-report.ts';
import { unlockReport } from './unlock-report.ts';

/** Daily reports: sent, reviewed, unlocked, asked for. */
export const reports = feature({
	commands: {
		'report.submit': submitReport,
		'report.accept': acceptReport,
		'report.accept_many': acceptReports,
		'report.return': returnReport,
		'report.unlock': unlockReport,
		'report.remind': remindCommunes,
		'report.seen': acknowledgeDelivery
	},
	load: loadReports
});
