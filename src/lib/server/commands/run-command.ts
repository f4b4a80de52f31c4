import * as v from 'valibot';
import { CommandEnvelope, type CommandAnswer, type CommandType } from '#lib/protocol/commands.ts';
import { appended, appending, type NewFact } from '../log/append.ts';
import type { Kysely } from 'kysely';
import type pg from 'pg';
import type { Logger } from 'pino';
import type { RateLimiterMemory } from 'rate-limiter-flexible';
import type { Database } from '../db/schema.ts';
import { pipelined, type PipelinedTransaction } from '../db/pipelined.ts';
import type { BusinessLimits } from '../limits/business-limits.ts';
import type { CampaignLog } from '../log/campaign-log.ts';
import type { Campaigns } from '../log/campaigns.ts';
import type { SignedIn } from '../auth/sessions.ts';
import { onceAWhile } from '../once-a-while.ts';
import { invalid, isDatabaseAway, Problem, type Locale } from '../problem.ts';
import { memberOf } from './access.ts';
import type { Actor, Command, CommandContext, Commands } from './command.ts';
import { recordSecurity } from '../security-log.ts';
import { fingerprint } from './fingerprint.ts';
import { firstAnswer, type Done, type Sent } from './first-answer.ts';
import type { CommandLimits } from './limits.ts';
import type { Refusals } from './refusals.ts';
import { checkWhen } from './when.ts';

type AnyCommand = Omit<Command, 'handle'> & {
	handle(context: CommandContext, input: object): Promise<{ facts: NewFact[]; result: object }>;
};

/** What of the process commands need. */
export interface CommandServices {
	db: Kysely<Database>;
	/** The same connections, for transactions. */
	pool: pg.Pool;
	log: Logger;
	campaigns: Campaigns;
	/** Every command there is. */
	commands: Commands;
	/** Per account: how many of any kind, and how many of each. */
	commandLimiter: RateLimiterMemory;
	limits: CommandLimits;
	refusals: Refusals;
}

interface Caller {
	person: SignedIn | null;
	campaign: string;
	locale: Locale;
}

/**
 * The one way anything is done, behind the socket and behind HTTP: parse, check, write tables and facts
 * in one transaction, answer when the commit is durable. The same id again is answered as it was first, not
 * done again. Never throws: an unexpected failure is logged under an id and answered as `unavailable`.
 */
export async function runCommand(
	services: CommandServices,
	caller: Caller,
	payload: unknown
): Promise<CommandAnswer> {
	try {
		const { log, actor } = memberOf(services.campaigns, caller.person, caller.campaign);
		await services.commandLimiter.consume(String(actor.account_id)).catch((over: unknown) => {
			const wait = (over as { msBeforeNext?: number }).msBeforeNext ?? 1000;
			throw new Problem('rate_limited', 'rate_limited', { seconds: Math.ceil(wait / 1000) });
		});
		const envelope = v.safeParse(CommandEnvelope, payload);
		if (!envelope.success) throw invalid(envelope.issues);
		const sent = sentBy(actor, log.id, envelope.output);
		const answer = await again(services, () =>
			firstAnswer(services, sent, () => give(services, log, actor, sent))
		);
		if (answer.stretch) services.campaigns.spread(log, answer.stretch);
		return { ok: true, seq: answer.seq, result: answer.result };
	} catch (error) {
		const problem = refusal(services, error);
		recordRefusal(services, caller, payload, problem);
		return { ok: false, error: problem.body(caller.locale) };
	}
}

/** Writes down who was refused for want of rights, or asked too often. */
function recordRefusal(
	{ log, commands }: CommandServices,
	{ person, campaign }: Caller,
	payload: unknown,
	{ code }: Problem
): void {
	if (!person) return;
	const { account_id: account, username } = person;
	if (code === 'rate_limited') {
		recordSecurity(log, 'limit_hit', { limit: 'commands', account, username, network: null });
	}
	if (code !== 'forbidden' && code !== 'not_found') return;
	const { type } = (payload ?? {}) as { type?: unknown };
	const command = typeof type === 'string' && Object.hasOwn(commands, type) ? type : 'unknown';
	recordSecurity(log, 'command_refused', { account, username, campaign, command, code });
}

function sentBy({ account_id }: Actor, campaignId: number, envelope: CommandEnvelope): Sent {
	const { id, type, input } = envelope;
	const print = fingerprint(account_id, type, input);
	return { campaignId, accountId: account_id, id, type, input, print };
}

/** Checks who and what, and carries it out. @throws `invalid`, `forbidden` or what the handler refuses with */
function give(
	{ pool, commands, limits }: CommandServices,
	log: CampaignLog,
	actor: Actor,
	sent: Sent
): Promise<Done> {
	const { type, input } = sent;
	if (!Object.hasOwn(commands, type)) {
		throw new Problem('invalid', 'type_unknown', { type }, 'type');
	}
	// The registry pairs each type with its own input; which one it is, only run time knows.
	const command = commands[type as CommandType] as unknown as AnyCommand;
	if (!command.roles.includes(actor.role)) throw new Problem('forbidden');
	const parsed = v.safeParse(command.schema, input);
	if (!parsed.success) throw invalid(parsed.issues);
	const understood = (sent.understood = parsed.output);
	limits.spend(command.type, actor, understood);
	return pipelined(pool, (transaction) =>
		carryOut(transaction, log, actor, {
			...sent,
			command,
			input: understood,
			limits: limits.counted
		})
	);
}

type Order = Pick<Sent, 'id' | 'print'> & {
	command: AnyCommand;
	input: object;
	limits: BusinessLimits;
};

async function carryOut(
	{ tx, send, commit }: PipelinedTransaction,
	log: CampaignLog,
	actor: Actor,
	{ id, command, input, print, limits }: Order
): Promise<Done> {
	const { account_id, username, role, unit, group } = actor;
	const campaignId = log.id;
	const now = log.now();
	checkWhen(command.type, log.board.campaign, now);
	const context = { tx, send, actor, campaignId, board: log.board, now, commandId: id, limits };
	const { facts, result } = await command.handle(context, input);
	const answered = { id, account_id, fingerprint: print, result };
	const signed = { role, place: unit ?? group };
	const entry = { campaignId, at: now, actor: username, signed, facts, command: answered };
	const appends = send(appending(tx, entry));
	commit();
	const stretch = appended(entry, (await appends).rows);
	return { seq: stretch.seq, result, stretch };
}

/** How long a command may wait for its turn at a database that answers, in milliseconds. */
const CROWDED_FOR = 30_000;

/** Runs a transaction again that the database gave up only because of others, or that found no connection free. */
async function again<T>({ campaigns }: CommandServices, work: () => Promise<T>): Promise<T> {
	const since = Date.now();
	for (let tries = 3; ;) {
		try {
			return await work();
		} catch (error) {
			const { code, message } = error as { code?: string; message?: string };
			const crowded = message === 'timeout exceeded when trying to connect';
			if (crowded && campaigns.live && Date.now() - since < CROWDED_FOR) continue;
			if (tries-- === 0 || (code !== '40001' && code !== '40P01')) throw error;
		}
	}
}

const sayAway = onceAWhile();

function refusal({ log }: CommandServices, error: unknown): Problem {
	if (error instanceof Problem) return error;
	if (isDatabaseAway(error)) {
		sayAway(() => log.warn({ err: error }, 'the database is away'));
		return new Problem('unavailable');
	}
	const id = crypto.randomUUID().slice(0, 8);
	log.error({ err: error, id }, 'a command failed unexpectedly');
	return new Problem('unavailable', 'unexpected', { id });
}
