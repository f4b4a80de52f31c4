import type { LoggedFact } from '#lib/campaign/facts.ts';
import { factFor, placesOf } from '#lib/campaign/who-may-know.ts';
import { viewKey, type Viewer } from '#lib/campaign/reach.ts';
import type { Frame } from '#lib/protocol/frames.ts';
import type { CampaignLog } from '../log/campaign-log.ts';
import { frameOf, type LoggedFrame } from './gather.ts';
import { VIEWERS, viewRoom, viewersRoom, type LiveServer, type ViewersKind } from './rooms.ts';
import { upwards } from '#lib/campaign/places/tree.ts';

/** Most facts in one frame to those who may know more of some of them than others like them. */
const PIECE = 32;

/** Screens that a fact is about: in a room of their own, and in one of all like them. */
interface Concerned {
	room: string;
	kind: ViewersKind;
	viewer: Viewer;
}

/** A stretch of facts as a viewer may know it. */
export function frameFor(
	viewer: Viewer,
	{ board }: Pick<CampaignLog, 'board'>,
	{ campaign, from, to, facts }: LoggedFrame
): Frame {
	return { campaign, from, to, facts: facts.map((fact) => factFor(viewer, fact, board.units)) };
}

/**
 * Sends a stretch of facts to every screen of a campaign, to each as its viewer may know it. Written out once
 * for staff, for groups, for areas and for places, whatever the number of screens; only those whose
 * own place some facts are about get frames of their own. Those are sent in pieces, so that the work grows
 * with the facts and not with their square when many communes report at once. Every screen hears the whole
 * stretch in order and without gaps.
 */
export function sendFrame(
	io: LiveServer,
	log: Pick<CampaignLog, 'slug' | 'board'>,
	frame: LoggedFrame
): void {
	const { rooms } = io.of('/').adapter;
	const own = concernedBy(log, frame.facts, (room) => rooms.has(room));
	const send = (to: string[], but: string[], viewer: Viewer, part: LoggedFrame) => {
		if (to.some((room) => rooms.has(room))) {
			io.to(to)
				.except(but)
				.emit('frame', frameFor(viewer, log, part));
		}
	};
	const kinds = Object.entries(VIEWERS) as [ViewersKind, Viewer][];
	for (const [kind, viewer] of kinds) {
		send([viewersRoom(log.slug, kind)], roomsOf(own, kind), viewer, frame);
	}
	for (let i = 0; own.size > 0 && i < frame.facts.length; i += PIECE) {
		const piece = frameOf(log.slug, frame.facts.slice(i, i + PIECE));
		if (!piece) continue;
		const here = concernedBy(log, piece.facts, (room) => own.has(room));
		for (const { room, viewer } of here.values()) send([room], [], viewer, piece);
		for (const [kind, viewer] of kinds) {
			const others = roomsOf(own, kind).filter((room) => !here.has(room));
			send(others, [], viewer, piece);
		}
	}
}

function roomsOf(all: Map<string, Concerned>, kind: ViewersKind): string[] {
	return [...all.values()].filter((one) => one.kind === kind).map(({ room }) => room);
}

/** Who is bound to the places of some facts, as far as somebody is there. */
function concernedBy(
	{ slug, board }: Pick<CampaignLog, 'slug' | 'board'>,
	facts: LoggedFact[],
	isThere: (room: string) => boolean
): Map<string, Concerned> {
	const found = new Map<string, Concerned>();
	for (const code of new Set(facts.flatMap(placesOf))) {
		const add = (kind: ViewersKind, unit: string) => {
			const viewer = { ...VIEWERS[kind], unit };
			const room = viewRoom(slug, viewKey(viewer));
			if (isThere(room)) found.set(room, { room, kind, viewer });
		};
		add('places', code);
		for (const above of upwards(board.units, code)) add('areas', above.code);
	}
	return found;
}
