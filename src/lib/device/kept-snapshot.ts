import { version } from '$app/env';
import type { Snapshot } from '#lib/protocol/snapshot.ts';
import { deviceDatabase } from './device-database.ts';

/** Keeps a campaign's board for the next start. A device that refuses storage starts with older figures. */
export async function keepSnapshot(account: string, snapshot: Snapshot): Promise<void> {
	try {
		const db = await deviceDatabase();
		await db.put('snapshot', { account, version, snapshot }, snapshot.campaign.slug);
	} catch {
		// refused or full
	}
}

/**
 * The kept board of a campaign, when it was this account's, shows what it may know now and is newer than the one
 * at hand: by its number, and not older by the clock, as one of a log that was replaced since may have the
 * higher number.
 */
export async function readSnapshot(
	slug: string,
	account: string,
	atHand: { seq: number; view: string; asOf: Date }
): Promise<Snapshot | null> {
	try {
		const kept = await (await deviceDatabase()).get('snapshot', slug);
		if (kept?.account !== account || kept.version !== version) return null;
		const { seq, view, as_of } = kept.snapshot;
		if (view !== atHand.view) return null;
		return seq > atHand.seq && new Date(as_of) >= atHand.asOf ? kept.snapshot : null;
	} catch {
		return null;
	}
}

/** Forgets every kept board; the outbox stays. */
export async function forgetSnapshots(): Promise<void> {
	try {
		await (await deviceDatabase()).clear('snapshot');
	} catch {
		// nothing was kept
	}
}
