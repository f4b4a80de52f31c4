import { createHmac } from 'node:crypto';
import type { Transporter } from 'nodemailer';
import { sealMessage, vapidHeader, type PushKey, type PushTarget } from './web-push.ts';

/** `gone`: nobody lives there any more; `refused`: it would be refused again; `later`: try again. */
type Outcome = 'arrived' | 'gone' | 'refused' | 'later';

/** What became of one message, and what was said about it where it did not arrive. */
export interface Answer {
	outcome: Outcome;
	said?: string;
}

export interface PushMessage {
	body: string;
	/** Seconds after which a phone that was off need not be told any more. */
	ttl: number;
	urgent: boolean;
	/** At most 32 of A–Z, a–z, 0–9, - and _: a newer message with the same takes the place of the older. */
	topic?: string;
}

export interface Mail {
	/** The same for every attempt: by it a mailbox knows a mail that came twice. */
	id: string;
	to: string;
	subject: string;
	text: string;
}

const ANSWER_WITHIN = 10_000;
/** Mail servers let strangers wait before they greet them. */
const MAIL_WITHIN = 20_000;

/** The ways out of the house. Each says what became of one message and never throws. */
export interface Transports {
	push(target: PushTarget, message: PushMessage): Promise<Answer>;
	/** Null where there is no mail server. */
	mail: ((mail: Mail) => Promise<Answer>) | null;
	webhook(call: { url: string; secret: string; id: string; body: string }): Promise<Answer>;
	/** The public origin, where it is known: for links in mail. */
	origin: string | undefined;
}

/** How long a message waits for its answer. */
interface Patience {
	/** Milliseconds; absent: as long as the way out takes at most. */
	within?: number;
	/** Aborts when the server goes: what has no answer then is tried again after its start. */
	leaving?: AbortSignal | undefined;
}

/** @param key asked for when the first message leaves */
export function pushTransport(
	key: () => Promise<PushKey>,
	contact: string,
	patience: Patience = {}
): Transports['push'] {
	return (target, { body, ttl, urgent, topic }) =>
		attempt(async () => {
			const { endpoint } = target;
			const headers = {
				authorization: vapidHeader(await key(), endpoint, contact, new Date()),
				'content-encoding': 'aes128gcm',
				'content-type': 'application/octet-stream',
				ttl: String(ttl),
				urgency: urgent ? 'high' : 'normal',
				...(topic && { topic })
			};
			const sealed = new Uint8Array(sealMessage(target, Buffer.from(body)));
			return post(endpoint, headers, sealed, patience);
		});
}

/** The whole conversation with the mail server is what `patience` is for. */
export function mailTransport(
	mailer: Transporter,
	from: string,
	patience: Patience = {}
): NonNullable<Transports['mail']> {
	const host = from.slice(from.lastIndexOf('@') + 1);
	return async ({ id, ...mail }) => {
		try {
			await mailer.sendMail({
				from,
				...mail,
				messageId: `<${id}@${host}>`,
				headers: { 'auto-submitted': 'auto-generated' }, // RFC 3834: nobody's absence answers it
				signal: endOf(patience, MAIL_WITHIN)
			});
			return { outcome: 'arrived' };
		} catch (error) {
			const outcome = isAboutThisMail(error as SmtpError) ? 'refused' : 'later';
			return { outcome, said: reasonOf(error) };
		}
	};
}

interface SmtpError extends Error {
	code?: string;
	command?: string;
	responseCode?: number;
}

/**
 * Whether the recipient or the mail itself was refused for good (5xx), or was never fit to be sent. What is
 * wrong with us, as a sender or a password that is not taken, may be put right while it waits.
 */
function isAboutThisMail({ code, command, responseCode = 500 }: SmtpError): boolean {
	const refused = code === 'EENVELOPE' || code === 'EMESSAGE';
	return refused && command !== 'MAIL FROM' && responseCode >= 500;
}

/**
 * The call carries its id, the time and a signature over both and the body: `t=<seconds>,v1=<hex of
 * HMAC-SHA256 of "<id>.<seconds>.<body>">`. The same id may come twice.
 */
export function webhookTransport(patience: Patience = {}): Transports['webhook'] {
	return ({ url, secret, id, body }) =>
		attempt(() => {
			const seconds = Math.floor(Date.now() / 1000);
			const signed = `${id}.${seconds}.${body}`;
			const signature = createHmac('sha256', secret).update(signed).digest('hex');
			const headers = {
				'content-type': 'application/json',
				'x-tiendo-id': id,
				'x-tiendo-signature': `t=${seconds},v1=${signature}`
			};
			return post(url, headers, body, patience);
		});
}

function endOf({ within, leaving }: Patience, most: number): AbortSignal {
	const timeout = AbortSignal.timeout(within ?? most);
	return leaving ? AbortSignal.any([timeout, leaving]) : timeout;
}

async function post(
	url: string,
	headers: Record<string, string>,
	body: string | Uint8Array<ArrayBuffer>,
	patience: Patience
): Promise<number> {
	const signal = endOf(patience, ANSWER_WITHIN);
	const response = await fetch(url, { method: 'POST', headers, body, redirect: 'manual', signal });
	await response.body?.cancel();
	return response.status;
}

async function attempt(send: () => Promise<number>): Promise<Answer> {
	try {
		const status = await send();
		const said = `status ${status}`;
		if (status >= 200 && status < 300) return { outcome: 'arrived' };
		if (status === 404 || status === 410) return { outcome: 'gone', said };
		return { outcome: status === 429 || status >= 500 ? 'later' : 'refused', said };
	} catch (error) {
		return { outcome: 'later', said: reasonOf(error) };
	}
}

function reasonOf(error: unknown): string {
	const { message, cause } = error as Error;
	return cause instanceof Error ? cause.message : message;
}
