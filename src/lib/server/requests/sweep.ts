import { sql } from 'kysely';
import type { Due } from '../clockwork/clockwork.ts';
import type { CommandServices } from '../commands/run-command.ts';
import { pipelined, type PipelinedTransaction } from '../db/pipelined.ts';
import { appended, appending, type Stretch } from '../log/append.ts';
import type { CampaignLog } from '../log/campaign-log.ts';
import { localMilliseconds } from '#lib/campaign/calendar/calendar.ts';
import { visitEndsAt } from '#lib/campaign/requests/lease.ts';
import { isDatabaseAway } from '../problem.ts';
import { selectRequests } from './read-requests.ts';
import { takeDueSteps } from './server-steps.ts';

const LOOK_EVERY = 1_000;
/** Where campaign time runs faster than life, a second is a quarter of an hour. */
const LOOK_EVERY_WHEN_FAST = 200;
/** At most this many requests at one look; the next look has the rest. */
const AT_ONCE = 200;
/** A request that could not be dealt with is left alone for so long, in milliseconds. */
const LEAVE_FOR = 60_000;

type Services = Pick<CommandServices, 'db' | 'pool' | 'log' | 'campaigns'>;

/**
 * Does what time brings about with requests: claims end, waits are over, what is overdue goes up. Every
 * process looks every second; whoever locks a request first deals with it, in one transaction with its
 * facts, so nothing happens twice and nothing is lost with a process.
 */
export class RequestSweep {
	readonly #services: Services;
	/** Requests that failed, and until when they are left alone; by campaign and number. */
	readonly #failed = new Map<string, number>();

	constructor(services: Services) {
		this.#services = services;
	}

	readonly due: Due = {
		what: 'requests',
		every: () => this.#pause(),
		run: () => this.#lookAtAll()
	};

	/** Deals with what is due in one campaign now. @returns with how many requests */
	async look(log: CampaignLog): Promise<number> {
		let dealt = 0;
		for (const number of await this.#due(log)) {
			const key = `${log.id} ${number}`;
			if ((this.#failed.get(key) ?? 0) > Date.now()) continue;
			try {
				const stretch = await pipelined(this.#services.pool, (transaction) =>
					dealWith(transaction, log, number)
				);
				this.#failed.delete(key);
				if (!stretch) continue;
				this.#services.campaigns.spread(log, stretch);
				dealt++;
			} catch (error) {
				if (isDatabaseAway(error)) throw error;
				this.#failed.set(key, Date.now() + LEAVE_FOR);
				this.#services.log.error({ err: error, request: number }, 'a request is left alone');
			}
		}
		return dealt;
	}

	#pause(): number {
		const fast = this.#services.campaigns
			.living()
			.some(({ board }) => (board.campaign.clock?.seconds_per_day ?? 86_400) < 86_400);
		return fast ? LOOK_EVERY_WHEN_FAST : LOOK_EVERY;
	}

	async #lookAtAll(): Promise<void> {
		for (const log of this.#services.campaigns.living()) {
			await this.look(log).catch((error: unknown) => {
				const level = isDatabaseAway(error) ? 'debug' : 'warn';
				this.#services.log[level]({ err: error }, 'requests could not be looked after');
			});
		}
	}

	/** Requests that something is due with, and those whose lease hangs on a visit that was changed. */
	async #due(log: CampaignLog): Promise<number[]> {
		const { campaign } = log.board;
		const { time_zone } = campaign;
		// A claim tied to a visit ends at this local time of the day after the visit's last.
		const ends = localMilliseconds(visitEndsAt(campaign, campaign.starts_on), time_zone) / 1000;
		const { rows } = await sql<{ number: number }>`
			(select number, next_at from support_request
				where campaign_id = ${log.id} and next_at <= ${log.now()})
			union
			(select r.number, r.next_at from support_request r
				join visit v on v.campaign_id = r.campaign_id and v.number = r.lease_visit
				where r.campaign_id = ${log.id} and r.group_code is not null and (
					v.state not in ('published', 'en_route', 'on_site') or v.group_code <> r.group_code
					or ((v.to_date + 1)::timestamp + make_interval(secs => ${ends})) at time zone ${time_zone} <> r.lease_until))
			order by next_at limit ${AT_ONCE}
		`.execute(this.#services.db);
		return rows.map(({ number }) => number);
	}
}

/** One request, unless another process has it in hand. */
async function dealWith(
	{ tx, send, commit }: PipelinedTransaction,
	log: CampaignLog,
	number: number
): Promise<Stretch | null> {
	const campaignId = log.id;
	const now = log.now();
	const lock = tx
		.selectFrom('support_request')
		.select('number')
		.where('campaign_id', '=', campaignId)
		.where('number', '=', number)
		.forNoKeyUpdate()
		.skipLocked();
	const read = selectRequests(tx, campaignId).where('r.number', '=', number);
	const [locked, { rows }] = await Promise.all([send(lock.compile()), send(read.compile())]);
	const [row] = rows;
	if (locked.rows.length === 0 || !row) return null;
	const context = { tx, send, campaignId, board: log.board, now, actor: null };
	const facts = await takeDueSteps(context, row);
	if (facts.length === 0) return null;
	const entry = { campaignId, at: now, actor: 'system', facts };
	const appends = send(appending(tx, entry));
	commit();
	return appended(entry, (await appends).rows);
}
