import { isWithin } from '#lib/campaign/places/tree.ts';
import { localDate } from '#lib/campaign/calendar/calendar.ts';
import type { Position } from '#lib/campaign/visits/distance.ts';
import {
	compareWarnings,
	planWarnings,
	suggestions,
	type PlanView,
	type PlanWarning
} from '#lib/campaign/visits/plan-warnings.ts';
import type { Visit } from '#lib/campaign/visits/visit.ts';
import { checkPlan } from '#lib/campaign/visits/visit-days.ts';
import { summarizer } from '#lib/campaign/status/summary.ts';
import type { LiveBoard } from '#lib/live/live-board.svelte.ts';
import { m } from '#lib/paraglide/messages.js';
import { getLocale } from '#lib/paraglide/runtime.js';
import { problemMessage } from '#lib/protocol/problem-words.ts';
import type { PlanSender } from './plan-sender.svelte.ts';
import { inTheWay } from './plan-grid.ts';
import { withHold, type Hold } from './plan-hold.ts';
import { daysWord } from './visit-words.ts';
import { warningWords } from './warning-words.ts';

/** What somebody may see and change of a plan. */
interface Reach {
	/** Area that this person plans in; null for everywhere. */
	within: string | null;
	positions: Record<string, Position>;
}

/** The plan as it is judged: places as they stand, warnings, and what a change would do. Follows the board. */
export class PlanJudge {
	readonly #live: LiveBoard;
	readonly #sender: PlanSender;
	readonly #reach: () => Reach;

	constructor(live: LiveBoard, sender: PlanSender, reach: () => Reach) {
		this.#live = live;
		this.#sender = sender;
		this.#reach = reach;
	}

	readonly #minute = $derived.by(() => Math.floor(this.#live.now.getTime() / 60_000));
	/** Local date. */
	readonly today = $derived.by(() =>
		localDate(new Date(this.#minute * 60_000), this.#live.campaign.time_zone)
	);
	/** Places that visits may go to, each as it stands. */
	readonly places = $derived.by(() => {
		const board = this.#live.board;
		const summarize = summarizer(board, new Date(this.#minute * 60_000));
		const units = [...board.units.values()].filter(({ parent }) => parent !== null);
		const within = units.filter(({ code }) => this.isWithin(code));
		return new Map(within.map((unit) => [unit.code, summarize(unit)]));
	});
	readonly #view = $derived.by((): PlanView => {
		const { campaign, board } = this.#live;
		return {
			...{ today: this.today, ends_on: campaign.ends_on, visits: this.#sender.visits },
			groups: [...board.groups.values()],
			requests: [...board.requests.values()],
			communes: [...this.places.values()].filter(({ leaf }) => leaf),
			positions: this.#reach().positions
		};
	});
	readonly warnings = $derived.by(() => planWarnings(this.#view));

	/** Whether a place is this person's to plan. */
	isWithin(code: string): boolean {
		const { within } = this.#reach();
		return within === null || isWithin(this.#live.board.units, code, within);
	}

	/** Where a group could go on a day, the nearest first. */
	suggest(code: string, date: string) {
		const group = this.#live.board.groups.get(code);
		return group ? suggestions(this.#view, group, date) : [];
	}

	/** Why a held visit cannot lie where it is held, in words; null when it can. */
	problemOf({ kind, plan, visit }: Hold): string | null {
		const moved: Visit | undefined = kind === 'copy' ? undefined : visit;
		const other = inTheWay(this.#sender.visits, plan, moved?.number ?? null);
		if (other) {
			const place = this.#sender.placeName(other.unit);
			return m.groups_hold_overlap({ place, days: daysWord(other) });
		}
		const wrong = checkPlan(this.#live.campaign, plan, this.today, moved);
		return wrong && problemMessage(wrong.key, wrong.params, getLocale());
	}

	/** Warnings that keeping a held visit would end and bring, in words. */
	effectOf(hold: Hold): { mended: string[]; added: string[] } {
		const after = planWarnings({ ...this.#view, visits: withHold(this.#view.visits, hold) });
		const { mended, added } = compareWarnings(this.warnings, after);
		const words = (some: PlanWarning[]) => some.map((one) => warningWords(this.#live.board, one));
		return { mended: words(mended), added: words(added) };
	}
}
