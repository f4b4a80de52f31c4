import { MAX_AMOUNT, type ReportLine } from '#lib/campaign/reports/report-line.ts';
import type { Random } from './random.ts';

/** One report of a day: when it is sent and what it names. */
export interface DayRevision {
	/** Days after the day reported: 0, or 1 for the next morning. */
	later: 0 | 1;
	/** Minutes since local midnight. */
	minute: number;
	lines: ReportLine[];
	note: string | null;
}

type Habit = 'afternoon' | 'noon_and_evening' | 'mistyped' | 'evening' | 'next_morning';

/** How often each habit occurs, in percent; the rest is an afternoon report. */
const HABITS: [Habit, percent: number][] = [
	['noon_and_evening', 8],
	['mistyped', 6],
	['evening', 6],
	['next_morning', 3]
];

/**
 * The revisions by which a commune tells one day's work. The last one leaves the day at `lines`.
 * @param disorder 1 for the usual number of late and corrected reports
 * @param final nothing can be sent the next morning
 */
export function revisionsOf(
	lines: ReportLine[],
	{ disorder, final }: { disorder: number; final: boolean },
	random: Random
): DayRevision[] {
	const told = nonZero(lines);
	const revision = (minute: number, named: ReportLine[], later: 0 | 1 = 0): DayRevision => ({
		later,
		minute,
		lines: named,
		note: null
	});
	const afternoon = Math.min(random.between(15 * 60, 17 * 60 + 45), random.between(16 * 60, 1045));
	if (told.length === 0) return [revision(afternoon, firstOfEach(lines))];
	switch (habitOf(disorder, random)) {
		case 'noon_and_evening': {
			const part = random.between(0.4, 0.6);
			const half = told.map((line) => ({ ...line, amount: Math.floor(line.amount * part) }));
			const noon = nonZero(half);
			if (noon.length === 0) return [revision(afternoon, told)];
			return [
				revision(random.between(11 * 60 + 20, 12 * 60 + 30), noon),
				revision(afternoon, told)
			];
		}
		case 'mistyped': {
			const slip = mistyped(told, random);
			if (!slip) return [revision(afternoon, told)];
			const wrong = told.map((line, i) => (i === slip.index ? slip.line : line));
			const right = told.slice(slip.index, slip.index + 1);
			const corrected = revision(afternoon + random.between(20, 90), right);
			return [revision(afternoon, wrong), { ...corrected, note: 'Sửa lại số nhập nhầm' }];
		}
		case 'evening':
			return [revision(random.between(17 * 60 + 35, 21 * 60 + 45), told)];
		case 'next_morning':
			if (final) return [revision(random.between(18 * 60, 20 * 60), told)];
			return [revision(random.between(7 * 60 + 5, 9 * 60 + 30), told, 1)];
		default:
			return [revision(afternoon, told)];
	}
}

function habitOf(disorder: number, random: Random): Habit {
	let at = random.between(0, 100) / disorder;
	for (const [habit, percent] of HABITS) {
		if (at < percent) return habit;
		at -= percent;
	}
	return 'afternoon';
}

/** Fields left empty on the form are not sent. */
function nonZero(lines: ReportLine[]): ReportLine[] {
	return lines.filter(({ amount }) => amount > 0);
}

/** A zero is typed: one field of each measure. */
function firstOfEach(lines: ReportLine[]): ReportLine[] {
	return lines.filter(({ measure }, i) => lines.findIndex((l) => l.measure === measure) === i);
}

/** One figure with two digits swapped or its last digit lost; never larger than the right one. */
function mistyped(lines: ReportLine[], random: Random): { index: number; line: ReportLine } | null {
	const candidates = lines.flatMap((line, index) => {
		const digits = String(line.amount);
		const swapped = digits.replace(/^(.*)(.)(.)$/, '$1$3$2');
		const wrong = [swapped, digits.slice(0, -1)]
			.map(Number)
			.filter((amount) => amount > 0 && amount < line.amount && amount <= MAX_AMOUNT);
		return wrong.map((amount) => ({ index, line: { ...line, amount } }));
	});
	return candidates[random.whole(0, candidates.length - 1)] ?? null;
}
