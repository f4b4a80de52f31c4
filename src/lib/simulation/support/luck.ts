import { Random } from '../random.ts';

/** Chances that are the same for the same thing at every look: a request, a commune's day. */
export function luckOf(...about: (string | number)[]): Random {
	return new Random(about.join(' '));
}

const MINUTE = 60_000;

/** Whether `minutes` of campaign time have passed since `at` (ISO). */
export function passed(at: string | null, minutes: number, now: Date): boolean {
	return at !== null && now.getTime() - Date.parse(at) >= minutes * MINUTE;
}
