import type { IncomingMessage } from 'node:http';
import type { SignedIn } from '#lib/server/auth/sessions.ts';
import type { Locale } from '#lib/server/problem.ts';

declare global {
	interface Window {
		/** Set by app.html until hydration: keeps the submit event of a form that only the page's program can send. */
		earlySubmit?: ((event: SubmitEvent) => void) & { kept?: SubmitEvent };
	}
	namespace App {
		interface Error {
			message: string;
			/** Under which the log has the details. */
			id?: string;
			/** What a page says in place of what its status usually means. */
			why?: 'no_campaign';
		}
		interface Locals {
			person: SignedIn | null;
			locale: Locale;
			/** Under which the log has what failed unexpectedly. */
			failure?: string;
		}
		/** Absent in development. */
		interface Platform {
			/** `accountId`: who asks, once it is known. */
			req: IncomingMessage & { accountId?: number };
		}
	}
}

export {};
