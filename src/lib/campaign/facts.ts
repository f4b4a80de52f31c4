import type { Amounts, ClockSetting } from './campaign.ts';
import type { SoftCheck } from './soft-checks.ts';

/** What each kind of fact says. Amounts are absolute, so that a fact applied twice changes nothing. */
export interface FactData {
	/** The day's first report. `amounts` are that day's totals of the commune. */
	'report.submitted': ReportFact;
	/** A later revision of a day already reported. */
	'report.corrected': ReportFact;
	/** A reviewer took the day as it stands. */
	'report.accepted': { unit: string; date: string; revision: number };
	/** A reviewer asks the commune to look again; why is read from the report, not from the log. */
	'report.returned': { unit: string; date: string; revision: number };
	/** A locked day takes reports again until `until` (campaign time, ISO), and then locks by itself. */
	'report.unlocked': { unit: string; date: string; until: string };
	/** Communes were asked for a day's report. */
	'report.reminded': { units: string[]; date: string };
	/** What was sent to a commune was shown on its focal point's device. */
	'report.seen': { unit: string; date: string; of: Delivery };
	/** The commune counted its own shelves. Measures not named keep their target. */
	'target.declared': { unit: string; target: Amounts };
	/** A new day of the campaign has begun. */
	'day.opened': { date: string; day: number };
	/** A simulated campaign's clock was set. */
	'clock.set': { clock: ClockSetting };
}

/** What reaches a commune and is acknowledged by its device. */
type Delivery = 'return' | 'reminder';

export interface ReportFact {
	unit: string;
	/** The day reported, local 'YYYY-MM-DD'. */
	date: string;
	revision: number;
	base_revision: number;
	amounts: Amounts;
	/** Short code the focal point holds and the leader's screen shows beside the number. */
	receipt: string;
	/** Whether the day's first revision came before its timely deadline, by the server's time. */
	timely: boolean;
	/** What the sender's own clock said, ISO; never used to judge. */
	device_time: string | null;
	/** Fields that two people typed differently and nobody has settled; absent when none. */
	disputed?: number;
	/** What the soft checks asked about this revision; absent when nothing. */
	flags?: SoftCheck[];
}

export type FactKind = keyof FactData;

/** One entry of a campaign's log. */
export type Fact = {
	[Kind in FactKind]: {
		/** 1, 2, 3 … without gaps within a campaign. */
		seq: number;
		/** Campaign time, ISO. */
		at: string;
		kind: Kind;
		/** User name of who did it, or 'system'. */
		actor: string;
		data: FactData[Kind];
	};
}[FactKind];
