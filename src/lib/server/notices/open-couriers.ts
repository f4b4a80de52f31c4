import { createTransport } from 'nodemailer';
import type { Kysely } from 'kysely';
import type { Database } from '../db/schema.ts';
import type { Settings } from '../settings.ts';
import { callWebhook, mailCourier, pushCourier, type Couriers } from './couriers.ts';
import { pushKey } from './push-key.ts';

/** The ways out that the settings open. */
export function openCouriers(settings: Settings, db: Kysely<Database>): Couriers {
	const { SMTP_URL, CONTACT, ORIGIN } = settings;
	return {
		push: pushCourier(() => pushKey(db), `mailto:${CONTACT}`),
		mail: SMTP_URL === undefined ? null : mailCourier(createTransport(SMTP_URL), CONTACT),
		webhook: callWebhook,
		origin: ORIGIN
	};
}
