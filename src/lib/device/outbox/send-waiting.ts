import { asAnswer, NO_ANSWER } from './answer.ts';
import { claim, settle } from './outbox.ts';
import { isForLater, type OutboxAnswer, type OutboxItem } from './outbox-item.ts';
import type { OutboxStore } from './outbox-store.ts';
import { sendEnclosures } from './send-enclosures.ts';
import { whoIsSignedIn } from './who-is-signed-in.ts';

/** Why what waits does not go out: `unreachable` also when the server is there and cannot serve. */
export type Hindrance = 'unreachable' | 'rate_limited' | 'sign_in' | 'someone_else';

interface Sending {
	store: OutboxStore;
	/** Whose reports; only with their own session. */
	account: string;
	send: (item: OutboxItem) => Promise<OutboxAnswer>;
	/** Called after every step that others may want to show. */
	changed: () => void;
}

const LOCK = 'tien-do outbox';
/** A sender that was frozen must not hold the others for ever; the ids make two of them harmless. */
const TURN_WITHIN = 20_000;
/** A connection that swallows everything must not hold the others up for ever, in milliseconds. */
const ANSWER_WITHIN = 30_000;

/** Sends what waits, one after the other, until nothing does or something is in the way. */
export async function sendWaiting({
	store,
	account,
	send,
	changed
}: Sending): Promise<Hindrance | null> {
	const tried = new Set<string>();
	for (;;) {
		const { item } = await store.change((items) => claim(items, account, tried));
		if (!item) return null;
		tried.add(item.id);
		const ready = await sendEnclosures(store, item);
		const answer = 'answer' in ready ? ready.answer : await send(ready.item);
		if (isForLater(answer)) return hindranceOf(answer);
		await store.change((items) => settle(items, item.id, answer, new Date()));
		changed();
	}
}

function hindranceOf(answer: OutboxAnswer): Hindrance | null {
	if (answer.ok) return null;
	if (answer.error.code === 'unauthenticated') return 'sign_in';
	return answer.error.code === 'rate_limited' ? 'rate_limited' : 'unreachable';
}

/** What keeps this account's reports from going out before one was tried; null: nothing. */
export async function hindranceFor(account: string): Promise<Hindrance | null> {
	const who = await whoIsSignedIn();
	if (who === 'unreachable') return 'unreachable';
	if (typeof who === 'string') return 'sign_in';
	return who.username === account ? null : 'someone_else';
}

/** Runs `work` when no other tab and no worker is sending. */
export async function inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
	const { locks } = navigator as Partial<Navigator>;
	if (!locks) return work();
	const waiting = new AbortController();
	const late = setTimeout(() => waiting.abort(), TURN_WITHIN);
	let begun = false;
	try {
		return await locks.request(LOCK, { signal: waiting.signal }, () => {
			begun = true;
			clearTimeout(late);
			return work();
		});
	} catch (error) {
		if (begun) throw error;
		return work();
	} finally {
		clearTimeout(late);
	}
}

/** Sends one item over HTTP. Never throws: whatever is no answer of ours counts as none. */
export async function sendByHttp({ campaign, id, type, input }: OutboxItem): Promise<OutboxAnswer> {
	try {
		const response = await fetch(`/api/v1/campaigns/${encodeURIComponent(campaign)}/commands`, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({ id, type, input }),
			signal: AbortSignal.timeout(ANSWER_WITHIN)
		});
		return asAnswer(await response.json());
	} catch {
		return NO_ANSWER;
	}
}

/** An answer, or none when it takes longer than any network may. The id lets it be asked for again. */
export async function inTime(answer: Promise<OutboxAnswer>): Promise<OutboxAnswer> {
	let late: ReturnType<typeof setTimeout> | undefined;
	const none = new Promise<OutboxAnswer>((resolve) => {
		late = setTimeout(resolve, ANSWER_WITHIN, NO_ANSWER);
	});
	const said = await Promise.race([answer, none]);
	clearTimeout(late);
	return asAnswer(said);
}
