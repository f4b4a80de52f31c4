import { untrack } from 'svelte';
import { goto } from '$app/navigation';
import { page } from '$app/state';
import { threadOf } from '#lib/campaign/notices/thread.ts';
import { requestRoles, type CampaignMember } from '#lib/campaign/requests/request-roles.ts';
import { nameOf } from '#lib/components/words/format.ts';
import { holdsUp } from '#lib/components/holds-up.ts';
import { formatMoment } from '#lib/components/words/moment.ts';
import { termsOf } from '#lib/components/words/terms.ts';
import { lastWord } from '#lib/live/last-word.ts';
import type { Link } from '#lib/live/link.svelte.ts';
import { markOpened, onceSeen } from '#lib/live/mark-opened.ts';
import { stillSays } from '#lib/live/outcome.ts';
import type { LiveBoard } from '#lib/live/live-board.svelte.ts';
import type { Outbox } from '#lib/device/outbox/outbox.svelte.ts';
import type { RequestTitle } from '#lib/protocol/request-details.ts';
import type { Asked } from './asked.ts';
import { onlookersOf } from './onlookers-of.ts';
import { actsOn, type RequestAct } from './request-acts.ts';
import { RequestSender } from './request-sender.svelte.ts';
import { requestRows, type RequestRow } from './request-list.ts';
import { RequestReading } from './request-reading.svelte.ts';
import { RequestTitles } from './request-titles.svelte.ts';

interface Opened {
	live: LiveBoard;
	link: Link;
	outbox: Outbox;
	me: CampaignMember;
	/** Titles that came with the page. */
	titles: RequestTitle[] | null;
	/** District or commune beyond which nothing is listed. */
	within: string | null;
}

/** What every page of requests knows and does, whoever looks at it. What is shown stands in the address. */
export class RequestsPage {
	readonly slug: string;
	readonly me: CampaignMember;
	readonly live: LiveBoard;
	readonly link: Link;
	readonly outbox: Outbox;
	readonly titles: RequestTitles;
	readonly reading: RequestReading;
	readonly sender: RequestSender;
	asked = $state.raw<Asked | null>(null);
	writing = $state(false);
	readonly #within: string | null;

	readonly asOf = $derived.by(() => lastWord(this.link, this.live));
	readonly connected = $derived.by(() => this.link.status === 'live');
	/** Whether the server is known not to be heard; a page that has just been opened is not there yet. */
	readonly cut = $derived.by(
		() => !this.connected && (this.link.heardAt !== null || this.link.status === 'offline')
	);
	readonly #minute = $derived.by(() =>
		Math.floor((this.connected ? this.live.now : this.asOf).getTime() / 60_000)
	);
	/** To the minute. */
	readonly now = $derived(new Date(this.#minute * 60_000));
	readonly url = $derived(page.shallow?.url ?? page.url);
	/** The request that is open; 0: none. */
	readonly number = $derived(Number(/\/requests\/(\d+)$/.exec(this.url.pathname)?.[1] ?? 0));
	/** Whether a new one is being written. */
	readonly writes = $derived(this.url.pathname.endsWith('/requests/new'));
	readonly rows: RequestRow[] = $derived.by(() =>
		requestRows(this.live.board, this.titles.known, this.me, this.now, this.#within)
	);
	readonly open = $derived(this.rows.find(({ request }) => request.number === this.number) ?? null);
	/** What became of the last command, while it is true of the request it speaks of. */
	readonly outcome = $derived.by(() => {
		const { outcome } = this.sender;
		return outcome?.about && !stillSays(outcome.about, this.live.board) ? null : outcome;
	});
	readonly lookers = $derived.by(() => onlookersOf(this.link.onlookers, this.me.username));
	/** What this device asked for and did not get; comments say so where they stand. */
	readonly refused = $derived.by(() =>
		this.outbox.requests.filter(
			({ campaign, state, type }) =>
				campaign === this.slug && state === 'refused' && type === 'request.claim'
		)
	);

	constructor({ live, link, outbox, me, titles, within }: Opened) {
		this.slug = live.campaign.slug;
		this.me = me;
		this.live = live;
		this.link = link;
		this.outbox = outbox;
		this.#within = within;
		this.titles = new RequestTitles(this.slug, titles);
		this.reading = new RequestReading(this.slug, outbox.account);
		this.sender = new RequestSender({ link, outbox }, this.slug, {
			...{ timeOf: this.timeOf, group: me.group, terms: () => termsOf(live.campaign) },
			groupName: (code) => {
				const group = live.board.groups.get(code);
				return group ? nameOf(group) : code;
			}
		});
	}

	/** Keeps titles complete and tells others what is on screen. To be called while a component is made. */
	follow(): void {
		$effect(() => {
			void this.titles.turn;
			const lacking = this.rows
				.map(({ request }) => request)
				.filter((one) => this.titles.lacks(one));
			if (this.connected && (lacking.length > 0 || this.titles.failed)) {
				untrack(() => void this.titles.refresh(lacking));
			}
		});
		$effect(() => {
			const { number, slug } = this;
			// What is on screen is read, also what comes while it is.
			if (number === 0 || !this.connected || !this.link.unread) return;
			return onceSeen(() => void markOpened(slug, threadOf({ requests: [number] }, 0)));
		});
		$effect(() => this.link.look(this.number ? `request:${this.number}` : null, this.writing));
		$effect(() => () => this.link.look(null));
	}

	readonly timeOf = (at: string): string =>
		formatMoment(new Date(at), this.live.campaign.time_zone, this.now);

	/** The page of one request, of a new one, or of all with 0. */
	pathOf(of: number | 'new'): string {
		return `/${this.slug}/requests${of ? `/${of}` : ''}`;
	}

	/** Goes there without asking the server. */
	go(path: string, replace = false): void {
		void goto(new URL(path, this.url.href), { shallow: true, replace });
	}

	/** What this person is in a request, and may do with it now. */
	actsOf({ request }: RequestRow) {
		const { board } = this.live;
		const parts = requestRoles(board, this.me, request);
		const incident = board.incidents.get(request.incident ?? 0);
		return { parts, acts: actsOn(request, parts, incident) };
	}

	/** Whether something that was asked for about a request is still to be done. */
	readonly isHeldUp = (row: RequestRow): boolean =>
		holdsUp(this.sender.pending(String(row.request.number)), this.actsOf(row).acts);

	/** Does what needs no words; asks for the words of the rest. */
	readonly act = (wish: RequestAct, row: RequestRow): void => {
		const { number: request } = row.request;
		if (!this.actsOf(row).acts.includes(wish) || this.isHeldUp(row)) return;
		if (wish === 'claim') void this.sender.claim(request);
		else if (wish === 'start' || wish === 'extend' || wish === 'acknowledge') {
			void this.sender.act(`request.${wish}`, { request });
		} else if (wish === 'group') this.asked = { kind: 'group', rows: [row] };
		else this.asked = { kind: wish, row };
	};
}
