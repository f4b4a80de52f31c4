import type { Kept } from '#lib/device/kept.ts';
import { m } from '#lib/paraglide/messages.js';

// Every sentence that says something is kept on this device stands here, and each asks first whether it is.

/** About what was submitted and waits. @param time when it was typed */
export function waitingWords(kept: Kept, time: string): string {
	if (kept === 'unknown') return m.outbox_keeping();
	return kept === 'yes' ? m.outbox_kept_at({ time }) : m.outbox_not_kept();
}

/** About everything in the outbox; null when there is nothing to say. @param persisted as the browser promised */
export function safetyWords(kept: Kept, persisted: boolean | null): string | null {
	if (kept === 'no') return m.outbox_not_kept();
	if (kept === 'unknown' || persisted === null) return null;
	return persisted ? m.outbox_persisted() : m.outbox_not_persisted();
}

/** What becomes of the outbox when somebody signs out. */
export function leaveWords(kept: Kept): string {
	return kept === 'yes' ? m.outbox_leave_text() : m.outbox_leave_unkept();
}

/** About figures being typed without a network. */
export function offlineTypingWords(kept: Kept): string {
	return kept === 'no' ? m.report_offline_unkept() : m.report_offline_now();
}

/** About figures that were typed when their day was locked. */
export function lockedWords(kept: Kept): string {
	if (kept === 'unknown') return '';
	return kept === 'yes' ? m.report_locked_kept() : m.report_locked_unkept();
}

/** About a comment being written without a network. */
export function commentDraftWords(kept: Kept): string {
	return kept === 'no' ? m.requests_comment_unkept() : m.requests_comment_draft();
}

/** About a request of one's own that waits. */
export function queuedWords(kept: Kept): string {
	if (kept === 'unknown') return m.outbox_keeping();
	return kept === 'yes' ? m.requests_own_queued() : m.requests_own_unkept();
}

/** About a claim that could not be sent. */
export function claimWords(kept: Kept, number: number): string {
	return kept === 'yes' ? m.requests_told_kept({ number }) : m.requests_told_unkept({ number });
}
