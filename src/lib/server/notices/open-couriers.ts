import { createTransport } from 'nodemailer';
import type { Kysely } from 'kysely';
import type { Database } from '../db/schema.ts';
import type { Settings } from '../settings.ts';
import { mailCourier, pushCourier, webhookCourier, type Couriers } from './couriers.ts';
import { pushKey } from './push-key.ts';

/**
 * The ways out that the settings open.
 * @param leaving aborts what waits for an answer when the server goes
 */
export function openCouriers(
	settings: Settings,
	db: Kysely<Database>,
	leaving?: AbortSignal
): Couriers {
	const { SMTP_URL, CONTACT, ORIGIN } = settings;
	return {
		push: pushCourier(() => pushKey(db), `mailto:${CONTACT}`, { leaving }),
		mail:
			SMTP_URL === undefined ? null : mailCourier(createTransport(SMTP_URL), CONTACT, { leaving }),
		webhook: webhookCourier({ leaving }),
		origin: ORIGIN
	};
}
