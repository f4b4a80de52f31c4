import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { FactKind } from '#lib/campaign/facts.ts';
import { rulesFor, type NoticeRule } from '#lib/campaign/notices/table.ts';

interface Promised {
	/** The fact that the dialog's command leaves. */
	fact: FactKind;
	/** Who is promised to be told. */
	to: NoticeRule['to'];
	/** They are promised to read what was typed. */
	reads?: true;
}
/** What dialogs promise, by the key of their words. */
const PROMISES: Record<string, Promised | string> = {
	requests_ask_wait_hint: { fact: 'request.waiting', to: ['commune', 'group'], reads: true },
	requests_ask_release_hint: { fact: 'request.released', to: ['helpers'], reads: true },
	requests_ask_ask_release_hint: { fact: 'request.release_asked', to: ['holder'], reads: true },
	requests_ask_resolve_hint: { fact: 'request.resolved', to: ['commune'], reads: true },
	requests_ask_take_over_hint: {
		...{ fact: 'request.taken_over', reads: true },
		to: ['held', 'holder', 'commune']
	},
	requests_ask_decline_hint: { fact: 'request.declined', to: ['commune'], reads: true },
	requests_told_declined: { fact: 'request.declined', to: ['commune'], reads: true },
	requests_told_reopened: { fact: 'request.reopened', to: ['helpers'] },
	requests_ask_merge_hint: { fact: 'request.merged', to: ['commune'] },
	requests_ask_reopen_hint: { fact: 'request.reopened', to: ['helpers', 'staff'], reads: true },
	requests_ask_verify_hint: {
		...{ fact: 'request.verified', reads: true },
		to: ['solvers', 'closer']
	},
	requests_ask_close_hint: { fact: 'request.resolved', to: ['commune'], reads: true },
	groups_cancel_reason: {
		...{ fact: 'visit.cancelled', reads: true },
		to: ['visitors_before', 'place_before']
	},
	groups_publish_note: { fact: 'visit.published', to: ['visitors', 'place'] },
	review_return_hint: { fact: 'report.returned', to: ['reporters'], reads: true },
	requests_own_nobody_yet: 'the response clock: at that hour at the latest it goes up the ladder',
	requests_ask_incident_hint: 'an incident is on the board, which everybody has',
	notices_push_none: 'about the browser',
	notices_push_is_on: 'about the browser',
	notices_settings: 'about what is sent'
};

const WORDS = new URL('../../../words/', import.meta.url);
const SAYS = {
	vi: /sẽ biết|sẽ đọc|được báo|sẽ thấy|thấy (?:lý do|được) này|[Xx]ã đọc|đọc được lý do|mọi người .* đọc được|sẽ được|sẽ có phản hồi|thấy ngay/i,
	en: /will (?:be told|read|hear|see|know|be resolved)|(?:is|are) told|(?:read|see)s? this|see why|can read it|be notified/i
};

/** Keys of words that promise somebody will be told or will read something. */
function promising(): string[] {
	const keys = (['vi', 'en'] as const).flatMap((locale) =>
		readdirSync(new URL(`${locale}/`, WORDS)).flatMap((file) => {
			const words = JSON.parse(readFileSync(new URL(`${locale}/${file}`, WORDS), 'utf8')) as object;
			return Object.entries(words).flatMap(([key, text]) =>
				typeof text === 'string' && SAYS[locale].test(text) ? [key] : []
			);
		})
	);
	return [...new Set(keys)].sort();
}

test('every sentence that promises somebody will be told is known here', () => {
	expect(promising().filter((key) => !(key in PROMISES))).toEqual([]);
	expect(Object.keys(PROMISES).filter((key) => !promising().includes(key))).toEqual([]);
});

test.each(Object.entries(PROMISES).filter(([, promise]) => typeof promise !== 'string'))(
	'%s is kept',
	(_key, promise) => {
		if (typeof promise === 'string') return;
		const rules = rulesFor(promise.fact);
		for (const recipients of promise.to) {
			const rule = rules.find(({ to }) => to.includes(recipients));
			expect(rule, `${promise.fact} notifies ${recipients}`).toBeDefined();
			if (promise.reads) expect(rule?.reason).toBe(true);
		}
	}
);
