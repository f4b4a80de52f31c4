import { setTimeout as sleep } from 'node:timers/promises';
import { dayNumber, localDate, locksAt } from '#lib/campaign/calendar/calendar.ts';
import type { Role } from '#lib/protocol/people.ts';
import type { Snapshot } from '#lib/protocol/snapshot.ts';
import type { DemoAccount } from '#lib/server/auth/demo-accounts.ts';
import { planCampaign, type SimulatedAction } from '#lib/simulation/plan.ts';
import { Participant, type Endpoint } from './participant.ts';
import { FollowedCampaign } from './followed-campaign.ts';
import { review } from './reviewing.ts';
import { support } from './supporting.ts';

/** Sign-ins at once: checking a password costs the server real work. */
const SIGN_INS = 4;
/** Real milliseconds between two looks at the clock, and commands sent at most after each: 200/s. */
const LOOK_EVERY = 50;
const AT_ONCE = 10;

export interface SimulationOptions {
	/** Where the server is, e.g. http://127.0.0.1:4173 */
	baseUrl: string;
	/** Slug of the campaign. */
	campaign: string;
	/** Accounts of the demo; its focal points and district officers are used. */
	accounts: DemoAccount[];
	seed: string;
	/** Last day (1-based) to play; absent: to the end of the plan. */
	untilDay?: number | undefined;
	/** Stops everything at once. */
	signal?: AbortSignal;
	log?: (line: string) => void;
}

export interface SimulationOutcome {
	/** Commands that were acknowledged, and that were refused. */
	sent: number;
	refused: number;
}

/**
 * Plays a campaign's focal points: each signs in, keeps a socket and sends what the plan of `seed`
 * says when the campaign's clock gets there; district officers read what comes, and working groups help
 * where help is asked for. Started again, it goes on where it was. Resolves when the plan is finished, the
 * clock has stopped for good, or `signal` aborts.
 */
export async function simulate(options: SimulationOptions): Promise<SimulationOutcome> {
	const { baseUrl, campaign, accounts, seed, signal = new AbortController().signal } = options;
	const log = options.log ?? (() => undefined);
	const outcome = { sent: 0, refused: 0 };
	const ended = new AbortController();
	const endpoint: Endpoint = { baseUrl, campaign, signal: AbortSignal.any([signal, ended.signal]) };
	try {
		const people = await enterAll(endpoint, accounts);
		const communes = byUnit(people, accounts, 'focal_point');
		const officers = byUnit(people, accounts, 'district_officer');
		// Only who plans knows all that the others act on: drafts of visits, names, what is disputed.
		const planner = accounts.find(({ role }) => role === 'coordinator')?.username ?? '';
		const watcher = people.get(planner);
		if (!watcher) throw new Error('There is no coordinator among the accounts.');
		const snapshot = await readSnapshot(endpoint, watcher.token);
		const followed = new FollowedCampaign(snapshot);
		watcher.watch(
			() => followed.board.seq,
			(news) => followed.hear(news)
		);
		log(`${people.size} people signed in`);
		const tellEnd = (what: string) => (error: unknown) => {
			if (!endpoint.signal.aborted) log(`${what} stopped: ${String(error)}`);
		};
		void review(followed, { officers, communes }, endpoint).catch(tellEnd('reviewing'));
		void support(followed, people, endpoint.signal).catch(tellEnd('supporting'));
		const actions = planCampaign({ campaign: snapshot.campaign, units: snapshot.units, seed });
		await play(upToDay(followed, actions, options.untilDay), communes, followed, {
			signal: endpoint.signal,
			outcome,
			log
		});
		// Reviewing and corrections go on until the last day is locked.
		if (options.untilDay === undefined) await untilLocked(followed, endpoint.signal);
	} catch (error) {
		if (!signal.aborted) throw error;
	} finally {
		ended.abort();
	}
	return outcome;
}

/** Sends every action when its time has come; returns when all are answered. */
async function play(
	actions: SimulatedAction[],
	people: Map<string, Participant>,
	followed: FollowedCampaign,
	{ signal, outcome, log }: { signal: AbortSignal; outcome: SimulationOutcome; log: Log }
): Promise<void> {
	const answers = new Set<Promise<void>>();
	const reports = new Map<number, number>();
	let told = dayOf(followed, followed.now());

	const send = async ({ unit, command }: SimulatedAction) => {
		const answer = await people.get(unit)?.send(command);
		if (!answer) return;
		if (!answer.ok) {
			outcome.refused++;
			log(`${command.type} of ${unit} was refused: ${answer.error.message}`);
			return;
		}
		outcome.sent++;
		const day = dayOf(followed, followed.now());
		if (command.type === 'report.submit') reports.set(day, (reports.get(day) ?? 0) + 1);
	};
	for (let next = 0; next < actions.length;) {
		const now = followed.now();
		for (let room = AT_ONCE; room > 0;) {
			const action = actions[next];
			if (!action || Date.parse(action.at) > now.getTime()) break;
			next++;
			if (followed.isPast(action)) continue;
			room--;
			const answer = send(action).catch(() => undefined);
			answers.add(answer);
			void answer.then(() => answers.delete(answer));
		}
		const day = dayOf(followed, now);
		if (day > told) log(`day ${told}: ${reports.get(told) ?? 0} reports`);
		told = day;
		const upcoming = actions[next];
		if (upcoming && followed.neverComes(upcoming.at)) break;
		await sleep(LOOK_EVERY, undefined, { signal });
	}
	await Promise.all(answers);
	signal.throwIfAborted();
	log(`day ${told}: ${reports.get(told) ?? 0} reports; the plan is finished`);
}

/** Waits until the campaign's last day is locked, or the clock has stopped before that. */
async function untilLocked(followed: FollowedCampaign, signal: AbortSignal): Promise<void> {
	const { campaign } = followed.board;
	const locks = locksAt(campaign, campaign.ends_on);
	while (followed.now() < locks && !followed.neverComes(locks.toISOString())) {
		await sleep(LOOK_EVERY, undefined, { signal });
	}
}

type Log = (line: string) => void;

function dayOf({ board: { campaign } }: FollowedCampaign, at: Date): number {
	return dayNumber(campaign, localDate(at, campaign.time_zone));
}

function upToDay(followed: FollowedCampaign, actions: SimulatedAction[], day = Infinity) {
	return actions.filter(({ at }) => dayOf(followed, new Date(at)) <= day);
}

/** Who takes part; leader and administrator only look. */
const PLAYED: readonly Role[] = ['focal_point', 'district_officer', 'coordinator', 'group_member'];

/** Signs in everybody who takes part, by user name, a few at a time. */
async function enterAll(
	endpoint: Endpoint,
	accounts: DemoAccount[]
): Promise<Map<string, Participant>> {
	const waiting = accounts.filter(({ role }) => PLAYED.includes(role));
	const people = new Map<string, Participant>();
	const enterNext = async () => {
		for (let account = waiting.shift(); account; account = waiting.shift()) {
			people.set(account.username, await Participant.enter(endpoint, account));
		}
	};
	await Promise.all(Array.from({ length: SIGN_INS }, enterNext));
	return people;
}

/** Those with a role in a unit, by that unit. */
function byUnit(
	people: Map<string, Participant>,
	accounts: DemoAccount[],
	role: Role
): Map<string, Participant> {
	return new Map(
		accounts.flatMap(({ username, role: has, unit }) => {
			const person = people.get(username);
			return person && has === role && unit ? [[unit, person] as const] : [];
		})
	);
}

async function readSnapshot(
	{ baseUrl, campaign, signal }: Endpoint,
	token: string
): Promise<Snapshot> {
	const response = await fetch(new URL(`/api/v1/campaigns/${campaign}/snapshot`, baseUrl), {
		headers: { authorization: `Bearer ${token}` },
		signal
	});
	if (!response.ok) throw new Error(`The snapshot of ${campaign} was refused: ${response.status}`);
	return (await response.json()) as Snapshot;
}
