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

/** The kept board of a campaign, when it was this account's and is newer than `seq`. */
export async function readSnapshot(
	slug: string,
	account: string,
	seq: number
): Promise<Snapshot | null> {
	try {
		const kept = await (await deviceDatabase()).get('snapshot', slug);
		if (kept?.account !== account || kept.version !== version) return null;
		return kept.snapshot.seq > seq ? kept.snapshot : null;
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
