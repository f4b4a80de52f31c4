import { randomInt } from 'node:crypto';
import { onTestFailed } from 'vitest';
import { Random } from '#lib/simulation/random.ts';

/** `npm run faults` asks for the full numbers; otherwise a short version runs with the other tests. */
export const long = process.env['FAULTS'] === 'long';

/** A number of rounds: few in the short version, many in the long one. FAULTS_PART=0.1 runs a tenth. */
export function rounds(short: number, full: number): number {
	const part = Number(process.env['FAULTS_PART'] ?? 1);
	return long ? Math.max(short, Math.round(full * part)) : short;
}

/** Milliseconds a test may take: a minute, or as long as the full numbers need. */
export const patience = long ? 3 * 3_600_000 : 60_000;

/** Chance of one test; the seed is told when it fails. FAULTS_SEED takes it back. */
export function chance(test: string): Random {
	const seed = process.env['FAULTS_SEED'] ?? String(randomInt(2 ** 32));
	onTestFailed(() => console.error(`${test}: to meet the same chances again, FAULTS_SEED=${seed}`));
	return new Random(`${seed} ${test}`);
}

/** Prints what a test measured. */
export function tell(test: string, numbers: Record<string, number | string>): void {
	const words = Object.entries(numbers).map(([name, value]) => `${name} ${value}`);
	console.log(`${test}: ${words.join(', ')}`);
}

export const median = (numbers: number[]) =>
	numbers.toSorted((a, b) => a - b)[numbers.length >> 1] ?? 0;
export const longest = (numbers: number[]) => Math.max(...numbers);
