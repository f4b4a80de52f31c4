import type { SignedIn } from '#lib/server/auth/sessions.ts';
import type { Locale } from '#lib/server/problem.ts';

declare global {
	namespace App {
		interface Error {
			message: string;
			/** Under which the log has the details. */
			id?: string;
		}
		interface Locals {
			person: SignedIn | null;
			locale: Locale;
		}
	}
}

export {};
