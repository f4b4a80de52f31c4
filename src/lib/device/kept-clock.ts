import { deviceDatabase, type KeptClock } from './device-database.ts';

/** A clock that is further off than this is worth a word to the person, in milliseconds. */
export const CLOCK_TOLERANCE = 5 * 60_000;

/** How far the device is off by what was kept, at device time `now`; time never runs backwards. */
export function offsetFrom({ offset, heard }: KeptClock, now: number): number {
	return Math.max(offset, heard - now);
}

/** Remembers a comparison for a start without network. */
export async function keepClock(clock: KeptClock): Promise<void> {
	await (await deviceDatabase()).put('clock', clock, 'clock');
}

/** The last comparison; null when there was none, or the device keeps nothing. */
export async function readClock(): Promise<KeptClock | null> {
	try {
		return (await (await deviceDatabase()).get('clock', 'clock')) ?? null;
	} catch {
		return null;
	}
}
