import { deviceDatabase } from './device-database.ts';

/** The last comparison of this device's clock with the server's. */
export interface KeptClock {
	/** Server's real time minus this device's, in milliseconds. */
	offset: number;
	/** The server's real time then, in milliseconds since 1970: it cannot be earlier now. */
	heard: number;
}

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
