import { createTransport } from 'nodemailer';
import type { Kysely } from 'kysely';
import type { Database } from '../db/schema.ts';
import type { Settings } from '../settings.ts';
import { mailTransport, pushTransport, webhookTransport, type Transports } from './transports.ts';
import { pushKey } from './push-key.ts';

/**
 * The ways out that the settings open.
 * @param leaving aborts what waits for an answer when the server goes
 */
export function openTransports(
	settings: Settings,
	db: Kysely<Database>,
	leaving?: AbortSignal
): Transports {
	const { SMTP_URL, CONTACT, ORIGIN } = settings;
	return {
		push: pushTransport(() => pushKey(db), `mailto:${CONTACT}`, { leaving }),
		mail:
			SMTP_URL === undefined
				? null
				: mailTransport(createTransport(SMTP_URL), CONTACT, { leaving }),
		webhook: webhookTransport({ leaving }),
		origin: ORIGIN
	};
}
