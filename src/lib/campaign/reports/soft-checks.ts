import type { Amounts, Campaign } from '../campaign.ts';
import { primaryMeasure } from '../campaign.ts';
import { fieldOf, type ReportLine } from './report-line.ts';

/**
 * What looks wrong without being impossible: asked, never blocking, and the answer is stored.
 * `far_above_median`: over three times the commune's own median day. `running_total`: everything so far
 * typed as one day's count. `above_target`: the total passes 100 %. `measure_missing`: the primary
 * measure grows while another one that has a target was never counted (cases without books).
 */
export const SOFT_CHECKS = [
	'running_total',
	'far_above_median',
	'above_target',
	'measure_missing'
] as const;
export type SoftCheck = (typeof SOFT_CHECKS)[number];

/** One question to the person who reports. */
export interface SoftFinding {
	check: SoftCheck;
	measure: string;
	/** The figures the question speaks of; `other` is the measure that is missing. */
	params: Record<string, string | number>;
}

/** What the sender answered: yes, it is so. */
export type SoftAnswer = Pick<SoftFinding, 'check' | 'measure'>;

interface ReportedTotals {
	campaign: Campaign;
	/** The commune's targets, by measure. */
	targets: Record<string, { amount: number }>;
	/** Totals of the days already reported, by date; that of `date` itself is not looked at. */
	days: Record<string, Amounts>;
	date: string;
	/** The day's totals as they would be. */
	amounts: Amounts;
}

const FAR_ABOVE = 3;
/** Fewer days than this have no usual. */
const USUAL_DAYS = 3;
/** A running total stands out from the largest day, and what it adds is about a day's work. */
const STANDS_OUT = 1.5;

/** Every question a day's totals raise, in a fixed order. The same on the phone and on the server. */
export function softChecks(report: ReportedTotals): SoftFinding[] {
	const { campaign, targets, days, date, amounts } = report;
	const others = Object.entries(days).filter(([day]) => day !== date);
	const findings: SoftFinding[] = [];
	for (const { key: measure } of campaign.measures) {
		const amount = amounts[measure] ?? 0;
		if (amount === 0) continue;
		const worked = (all: typeof others) => all.flatMap(([, sums]) => sums[measure] || []);
		const earlier = worked(others.filter(([day]) => day < date));
		const usual = median(worked(others));
		const before = sum(earlier);
		const most = Math.max(0, ...earlier);
		const add = (check: SoftCheck, params: SoftFinding['params']) =>
			findings.push({ check, measure, params });
		const isRunningTotal =
			earlier.length >= 2 &&
			amount >= before &&
			amount > STANDS_OUT * most &&
			amount - before <= STANDS_OUT * most;
		if (isRunningTotal) {
			add('running_total', { amount, before, day: amount - before });
		} else if (worked(others).length >= USUAL_DAYS && amount > FAR_ABOVE * usual) {
			add('far_above_median', { amount, usual });
		}
		const target = targets[measure]?.amount ?? 0;
		const total = sum(worked(others)) + amount;
		if (!isRunningTotal && target > 0 && total > target) add('above_target', { total, target });
	}
	const primary = primaryMeasure(campaign).key;
	if ((amounts[primary] ?? 0) > 0) {
		for (const { key } of campaign.measures) {
			if (key === primary || !targets[key]?.amount || (amounts[key] ?? 0) > 0) continue;
			if (others.some(([, sums]) => (sums[key] ?? 0) > 0)) continue;
			const params = { other: key, amount: amounts[primary] ?? 0 };
			findings.push({ check: 'measure_missing', measure: primary, params });
		}
	}
	return findings;
}

/**
 * The fix for running totals typed as a day's counts: each line less what was done in its field on
 * earlier days. Null when a line is smaller than that: then they were no running totals.
 * @param before done on earlier days, by field
 */
export function asDayCounts(lines: ReportLine[], before: Amounts): ReportLine[] | null {
	const counts = lines.map((line) => ({
		...line,
		amount: line.amount - (before[fieldOf(line)] ?? 0)
	}));
	return counts.some(({ amount }) => amount < 0) ? null : counts;
}

/** Findings nobody has answered. */
export function unanswered(findings: SoftFinding[], answers: readonly SoftAnswer[]): SoftFinding[] {
	return findings.filter(
		({ check, measure }) =>
			!answers.some((answer) => answer.check === check && answer.measure === measure)
	);
}

function sum(amounts: number[]): number {
	return amounts.reduce((total, amount) => total + amount, 0);
}

function median(amounts: number[]): number {
	if (amounts.length === 0) return 0;
	const sorted = amounts.toSorted((a, b) => a - b);
	const middle = Math.floor(sorted.length / 2);
	const [low = 0, high = 0] = [sorted[Math.ceil(sorted.length / 2) - 1], sorted[middle]];
	return (low + high) / 2;
}
