import type { Locale } from '../problem.ts';

/** The reader's language: what the page chose (cookie), else what an API client asks for; Vietnamese first. */
export function localeOf(headers: { cookie?: string; acceptLanguage?: string }): Locale {
	const chosen = /(?:^|;\s*)PARAGLIDE_LOCALE=(vi|en)\b/.exec(headers.cookie ?? '')?.[1];
	if (chosen === 'vi' || chosen === 'en') return chosen;
	return /^\s*en\b/i.test(headers.acceptLanguage ?? '') ? 'en' : 'vi';
}
