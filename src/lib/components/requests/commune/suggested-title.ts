import type { RequestKind } from '#lib/campaign/requests/request.ts';
import { m } from '#lib/paraglide/messages.js';

const SUGGESTED: Record<RequestKind, (() => string) | null> = {
	equipment: m.requests_suggest_equipment,
	software: m.requests_suggest_software,
	people: m.requests_suggest_people,
	damaged_book: m.requests_suggest_damaged_book,
	missing_book: m.requests_suggest_missing_book,
	guidance: m.requests_suggest_guidance,
	data_quality: m.requests_suggest_data_quality,
	other: null
};

/** The line a request of this kind most often begins with; empty when there is none. */
export function suggestedTitle(kind: RequestKind | null): string {
	return (kind && SUGGESTED[kind]?.()) ?? '';
}
