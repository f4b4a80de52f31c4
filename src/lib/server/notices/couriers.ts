import { createHmac } from 'node:crypto';
import type { Transporter } from 'nodemailer';
import { sealMessage, vapidHeader, type PushKey, type PushTarget } from './web-push.ts';

/** `gone`: nobody lives there any more; `refused`: it would be refused again; `later`: try again. */
export type Outcome = 'arrived' | 'gone' | 'refused' | 'later';

export interface PushMessage {
	body: string;
	/** Seconds after which a phone that was off need not be told any more. */
	ttl: number;
	urgent: boolean;
	/** At most 32 of A–Z, a–z, 0–9, - and _: a newer message with the same takes the place of the older. */
	topic?: string;
}

export interface Mail {
	to: string;
	subject: string;
	text: string;
}

const ANSWER_WITHIN = 10_000;

/** The ways out of the house. Each says what became of one message and never throws. */
export interface Couriers {
	push(target: PushTarget, message: PushMessage): Promise<Outcome>;
	/** Null where there is no mail server. */
	mail: ((mail: Mail) => Promise<Outcome>) | null;
	webhook(call: { url: string; secret: string; id: string; body: string }): Promise<Outcome>;
	/** The public origin, where it is known: for links in mail. */
	origin: string | undefined;
}

/** @param key asked for when the first message leaves */
export function pushCourier(key: () => Promise<PushKey>, contact: string): Couriers['push'] {
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
			return post(endpoint, headers, new Uint8Array(sealMessage(target, Buffer.from(body))));
		});
}

export function mailCourier(transport: Transporter, from: string): NonNullable<Couriers['mail']> {
	return async (mail) => {
		try {
			await transport.sendMail({ from, ...mail });
			return 'arrived';
		} catch (error) {
			// 5xx of the mail server: it will not take it another time either.
			const { responseCode } = error as { responseCode?: number };
			return responseCode !== undefined && responseCode >= 500 ? 'refused' : 'later';
		}
	};
}

/**
 * The call carries its id, the time and a signature over both and the body: `t=<seconds>,v1=<hex of
 * HMAC-SHA256 of "<id>.<seconds>.<body>">`. The same id may come twice.
 */
export const callWebhook: Couriers['webhook'] = ({ url, secret, id, body }) =>
	attempt(() => {
		const seconds = Math.floor(Date.now() / 1000);
		const signature = createHmac('sha256', secret).update(`${id}.${seconds}.${body}`).digest('hex');
		return post(
			url,
			{
				'content-type': 'application/json',
				'x-tiendo-id': id,
				'x-tiendo-signature': `t=${seconds},v1=${signature}`
			},
			body
		);
	});

async function post(
	url: string,
	headers: Record<string, string>,
	body: string | Uint8Array<ArrayBuffer>
): Promise<number> {
	const signal = AbortSignal.timeout(ANSWER_WITHIN);
	const response = await fetch(url, { method: 'POST', headers, body, redirect: 'manual', signal });
	await response.body?.cancel();
	return response.status;
}

async function attempt(send: () => Promise<number>): Promise<Outcome> {
	const status = await send().catch(() => 0);
	if (status >= 200 && status < 300) return 'arrived';
	if (status === 404 || status === 410) return 'gone';
	return status === 0 || status === 429 || status >= 500 ? 'later' : 'refused';
}
