import type { CampaignBoard } from '#lib/campaign/board.ts';
import { locksAt } from '#lib/campaign/calendar/calendar.ts';
import { campaignNow } from '#lib/campaign/calendar/clock.ts';
import { reduce } from '#lib/campaign/reduce.ts';
import type { Frame, JoinAnswer } from '#lib/protocol/frames.ts';
import { boardFrom, type Snapshot } from '#lib/protocol/snapshot.ts';
import type { SimulatedAction } from '#lib/simulation/plan.ts';

/** The campaign as the simulated communes know it: what is in already, and what time it is. */
export class FollowedCampaign {
	#board: CampaignBoard;
	/** Milliseconds that the server's clock is ahead of ours. */
	#ahead = 0;

	constructor(snapshot: Snapshot) {
		this.#board = boardFrom(snapshot);
	}

	get board(): CampaignBoard {
		return this.#board;
	}

	hear(news: Frame | JoinAnswer): void {
		if ('facts' in news) {
			for (const fact of news.facts) reduce(this.#board, fact);
		} else if (news.ok) {
			this.#ahead = Date.parse(news.now) - Date.now();
			if ('units' in news) this.#board = boardFrom(news);
		}
	}

	/** Campaign time. */
	now(): Date {
		const { clock, time_zone } = this.#board.campaign;
		return campaignNow(clock, time_zone, new Date(Date.now() + this.#ahead));
	}

	/** Whether the clock stands still before `at` and will never get there. */
	neverComes(at: string): boolean {
		const stop = this.#board.campaign.clock?.stops_at;
		return stop !== undefined && Date.parse(stop) < Date.parse(at) && this.now() >= new Date(stop);
	}

	/**
	 * Whether an action has nothing left to do: it is in already, somebody else has reported that day
	 * meanwhile and is not to be overruled, or the day is locked.
	 */
	isPast({ unit, command }: SimulatedAction): boolean {
		const place = this.#board.units.get(unit);
		if (!place) return true;
		if (command.type === 'target.declare') {
			return Object.entries(command.input.target).every(
				([measure, amount]) =>
					place.targets[measure]?.origin === 'declared' && place.targets[measure].amount === amount
			);
		}
		const { date, base_revision } = command.input;
		if ((place.days[date]?.revision ?? 0) > (base_revision ?? 0)) return true;
		return this.now() >= locksAt(this.#board.campaign, date);
	}
}
