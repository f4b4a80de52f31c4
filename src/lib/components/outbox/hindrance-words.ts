import type { Hindrance } from '#lib/device/outbox/send-waiting.ts';
import { m } from '#lib/paraglide/messages.js';
import type { Terms } from '../words/terms.ts';

/** Why reports wait and what will happen, in words. */
export function hindranceWords(hindrance: Hindrance, terms: Terms): string {
	return {
		unreachable: m.outbox_unreachable,
		rate_limited: m.outbox_rate_limited,
		sign_in: m.outbox_sign_in,
		someone_else: m.outbox_someone_else
	}[hindrance](terms);
}
