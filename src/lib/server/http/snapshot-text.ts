import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { localDate } from '#lib/campaign/calendar.ts';
import type { Snapshot } from '#lib/protocol/snapshot.ts';
import type { CampaignLog } from '../log/campaign-log.ts';

const compress = promisify(gzip);

interface SnapshotText {
	text: string;
	/** Compressed once, however many ask. */
	gzip: () => Promise<Uint8Array<ArrayBuffer>>;
}

const written = new WeakMap<Snapshot, SnapshotText>();

/** The campaign's snapshot as JSON, written once for all who ask while it stands. */
export function snapshotText(log: CampaignLog): SnapshotText {
	const snapshot = log.snapshot();
	const known = written.get(snapshot);
	if (known) return known;
	const text = JSON.stringify(snapshot);
	let packed: Promise<Uint8Array<ArrayBuffer>> | undefined;
	const fresh = {
		text,
		gzip: () => (packed ??= compress(text, { level: 5 }).then((b) => new Uint8Array(b)))
	};
	written.set(snapshot, fresh);
	return fresh;
}

/** How long a size is good enough for counting what somebody is given, in milliseconds. */
const MEASURED_FOR = 10_000;
const sizes = new WeakMap<CampaignLog, { size: number; at: number }>();

/** How long the campaign's snapshot is as JSON, about, in characters; measured now and then. */
export function snapshotSize(log: CampaignLog): number {
	const known = sizes.get(log);
	if (known && Date.now() - known.at < MEASURED_FOR) return known.size;
	const size = snapshotText(log).text.length;
	sizes.set(log, { size, at: Date.now() });
	return size;
}

/**
 * ETag of the campaign's snapshot: its `seq`, which every day of the campaign moves, with the mark of its
 * past and the version of the set-up. Before the first day and after the last no fact says that "today" is
 * another one, so the day is named too.
 */
export function snapshotTag(log: CampaignLog): string {
	const { seq, mark, campaign } = log.board;
	const state = `${seq}-${mark}-${campaign.setup}`;
	const today = localDate(log.asOf(), campaign.time_zone);
	const running = today >= campaign.starts_on && today <= campaign.ends_on;
	return running ? `"${state}"` : `"${state} ${today}"`;
}
