import { localDate } from '#lib/campaign/calendar/calendar.ts';
import { myVisits } from '#lib/campaign/visits/my-visits.ts';
import type { LiveBoard } from '#lib/live/live-board.svelte.ts';
import { m } from '#lib/paraglide/messages.js';
import type { LngLat } from '#lib/protocol/boundaries.ts';
import { formatCount } from '../../words/format.ts';
import { placeIn } from '../../words/unit-name.ts';
import { askPosition } from '../../visits/ask-position.ts';
import { fetchBoundaries } from '../../map/fetch-boundaries.ts';
import { sortRequests, type RequestRow } from '../request-list.ts';
import { distanceBetween, pointsOf } from './nearness.ts';

/** What is near a working group: counted from the phone, from the place of its visit, or from its base. */
export class Nearby {
	/** Whether the phone refused to say where it is. */
	denied = $state(false);
	/** Where the phone is, once it was asked. */
	here = $state.raw<LngLat | null>(null);
	#points = $state.raw<ReadonlyMap<string, LngLat>>(new Map());
	readonly #live: LiveBoard;
	readonly #group: () => string;

	/** @param group its code */
	constructor(live: LiveBoard, group: () => string) {
		this.#live = live;
		this.#group = group;
	}

	readonly visits = $derived.by(() => {
		const { board, campaign, now } = this.#live;
		return myVisits(board.visits.values(), this.#group(), localDate(now, campaign.time_zone));
	});

	/** Where distances are counted from, in words too; null where that is not known. */
	readonly from = $derived.by(() => {
		if (this.here) return { point: this.here, words: m.requests_near_from_here() };
		const { board } = this.#live;
		const { visit } = this.visits;
		const code = visit?.unit ?? board.groups.get(this.#group())?.base ?? '';
		const [unit, point] = [board.units.get(code), this.#points.get(code)];
		if (!unit || !point) return null;
		const name = placeIn(board.units, code);
		const words = visit
			? m.requests_near_from_visit({ name })
			: m.requests_near_from_base({ name });
		return { point, words };
	});

	/** Reads where places are; without them nothing is near or far. */
	async readPlaces(): Promise<void> {
		const found = await fetchBoundaries(this.#live.campaign.slug);
		if (found) this.#points = pointsOf(found);
	}

	/** Asks the phone where it is. */
	async locate(): Promise<void> {
		const place = await askPosition();
		this.denied = place === null;
		if (place) this.here = [place.longitude, place.latitude];
	}

	/** Open requests, the nearest first; of those at one distance the most urgent. */
	open(rows: readonly RequestRow[]): RequestRow[] {
		const open = rows.filter(({ request }) => request.state === 'open');
		return sortRequests(open, 'urgent', []).sort(
			(a, b) => this.#distanceOf(a) - this.#distanceOf(b)
		);
	}

	/** How far away a request is, in words; null where that is not known. */
	readonly noteOf = (row: RequestRow): string | null => {
		const km = this.#distanceOf(row);
		return Number.isFinite(km) ? m.requests_distance_km({ km: formatCount(km) }) : null;
	};

	#distanceOf({ request }: RequestRow): number {
		const point = this.#points.get(request.unit);
		return this.from && point ? distanceBetween(this.from.point, point) : Infinity;
	}
}
