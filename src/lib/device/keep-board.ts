import { snapshotOf } from '#lib/protocol/snapshot.ts';
import { keepClock, offsetFrom, readClock } from './kept-clock.ts';
import { keepSnapshot, readSnapshot } from './kept-snapshot.ts';
import type { LiveBoard } from '#lib/live/live-board.svelte.ts';
import { hasLeft } from './whose-device.ts';

/** A changed board is written down soon, but not again within this time, in milliseconds. */
const KEEP_EVERY = 60_000;
const LOOK_EVERY = 3_000;
/** Storage that does not answer must not keep a page from coming to life. */
const PATIENCE = 2_000;

interface Keeping {
	/** Resolved once the board and its clock are set. */
	restored: Promise<void>;
	/** Remembers how far this device's clock is off, as just heard. */
	keepClock: () => void;
	stop: () => void;
}

/**
 * Starts a board from what this device knows better than the page it was opened with (which may come
 * from a cache), and keeps it for the next start without network.
 */
export function keepBoard(live: LiveBoard, account: string): Keeping {
	let kept = live.seq;
	let keptAt = -KEEP_EVERY;
	const keepOffset = () => {
		const { offset } = live;
		if (offset !== null) void keepClock({ offset, heard: Date.now() + offset }).catch(() => {});
	};
	const keep = () => {
		// Whoever left the device leaves no board behind with the page.
		if (live.seq === kept || hasLeft(account)) return;
		kept = live.seq;
		keptAt = performance.now();
		void keepSnapshot(account, snapshotOf(live.board, live.now));
	};
	const hide = () => {
		if (document.visibilityState === 'hidden') keep();
	};
	const timer = setInterval(() => {
		if (performance.now() - keptAt > KEEP_EVERY) keep();
	}, LOOK_EVERY);
	document.addEventListener('visibilitychange', hide);
	addEventListener('pagehide', keep);
	return {
		restored: restore(live, account),
		keepClock: keepOffset,
		stop: () => {
			clearInterval(timer);
			document.removeEventListener('visibilitychange', hide);
			removeEventListener('pagehide', keep);
		}
	};
}

async function restore(live: LiveBoard, account: string): Promise<void> {
	const kept = Promise.all([readClock(), readSnapshot(live.campaign.slug, account, live)]);
	const late = new Promise<[null, null]>((resolve) => setTimeout(resolve, PATIENCE, [null, null]));
	const [clock, snapshot] = await Promise.race([kept, late]);
	if (snapshot && snapshot.seq > live.seq) live.replace(snapshot);
	// Whoever has heard the server meanwhile knows better.
	if (clock && live.offset === null) live.correct(offsetFrom(clock, Date.now()));
	else live.tick();
}
