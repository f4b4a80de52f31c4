import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { localDate } from '#lib/campaign/calendar/calendar.ts';
import { viewKey, type Viewer } from '#lib/campaign/reach.ts';
import type { Snapshot } from '#lib/protocol/snapshot.ts';
import type { CampaignLog } from '../log/campaign-log.ts';

const compress = promisify(gzip);

interface SnapshotText {
	text: string;
	/** Compressed once, however many ask. */
	gzip: () => Promise<Uint8Array<ArrayBuffer>>;
}

const written = new WeakMap<Snapshot, SnapshotText>();

/**
 * The campaign's snapshot as JSON, written once for all who may know the same and ask while it stands. Views
 * differ in few places: what they share is written out once.
 */
export function snapshotText(log: CampaignLog, viewer: Viewer): SnapshotText {
	const snapshot = log.snapshot(viewer);
	const known = written.get(snapshot);
	if (known) return known;
	const text = textOf(snapshot);
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
/** Who knows the whole. */
const STAFF: Viewer = { role: 'leader', unit: null };
const sizes = new WeakMap<CampaignLog, { size: number; at: number }>();

/** How long the campaign's snapshot is as JSON, about, in characters; measured now and then. */
export function snapshotSize(log: CampaignLog): number {
	const known = sizes.get(log);
	if (known && Date.now() - known.at < MEASURED_FOR) return known.size;
	const size = snapshotText(log, STAFF).text.length;
	sizes.set(log, { size, at: Date.now() });
	return size;
}

const texts = new WeakMap<object, string>();

function textOf({ units, visits, requests, ...rest }: Snapshot): string {
	const list = (all: object[]) => `[${all.map(memoised).join(',')}]`;
	const head = JSON.stringify(rest).slice(0, -1);
	return `${head},"units":${list(units)},"visits":${list(visits)},"requests":${list(requests)}}`;
}

/** Units are made for one snapshot; visits and requests are replaced whole when they change. */
function memoised(part: object): string {
	const text = texts.get(part) ?? JSON.stringify(part);
	texts.set(part, text);
	return text;
}

/**
 * ETag of the campaign's snapshot: its `seq`, which every day of the campaign moves, with the mark of its past, the
 * version of the set-up and whose view it is.
 * Before the first day and after the last no fact says that "today" is another one, so the day is named too.
 */
export function snapshotTag(log: CampaignLog, viewer: Viewer): string {
	const { seq, mark, campaign } = log.board;
	const today = localDate(log.asOf(), campaign.time_zone);
	const running = today >= campaign.starts_on && today <= campaign.ends_on;
	const state = `${seq}-${mark}-${campaign.setup} ${viewKey(viewer)}`;
	return running ? `"${state}"` : `"${state} ${today}"`;
}
