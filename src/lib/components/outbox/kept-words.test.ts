import { globSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { expect, test } from 'vitest';

/** Says, or may be read as saying, that something is in this device's storage. */
const CLAIM =
	/(?<!Chưa |không )(?:lưu|giữ|còn|nằm|chờ)[^.:;]{0,24} máy|Trình duyệt sẽ giữ|\b(?:kept|keep|stays?|stored|saved|waits?|wait)\b[^.:;]{0,16} (?:on|in) (?:this|your|the) (?:device|phone|browser)|browser will keep|^(?:Keep|Lưu),/iu;

/** Not about what a page wants kept. */
const ELSEWHERE: Record<string, string> = {
	history_clock_behind: 'what another device did',
	outbox_others: 'counted from the storage itself',
	outbox_keeping: 'not yet',
	outbox_not_kept: 'says the opposite',
	outbox_leave_unkept: 'says the opposite',
	requests_own_unkept: 'says the opposite'
};
const GUARDED = 'kept-words.ts';

const words = globSync('src/words/{vi,en}/*.json').flatMap((file) =>
	Object.entries(JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>)
);
const claims = [
	...new Set(
		words.filter(([, text]) => CLAIM.test(JSON.stringify(text).slice(1, -1))).map(([key]) => key)
	)
].filter((key) => !(key in ELSEWHERE));
const sources = globSync('src/**/*.{ts,svelte}')
	.filter((file) => !file.includes('/paraglide/') && !file.endsWith('.test.ts'))
	.map((file) => [basename(file), readFileSync(file, 'utf8')] as const);

test('the texts that say something is kept are known', () => {
	expect(claims.toSorted()).toEqual([
		'outbox_kept_at',
		'outbox_leave_text',
		'outbox_persisted',
		'report_locked_kept',
		'report_offline_now',
		'requests_comment_draft',
		'requests_own_queued',
		'requests_told_kept'
	]);
});

test.each(claims)('%s is only said by what asks first whether it is so', (key) => {
	const users = sources.filter(([, text]) => text.includes(`m.${key}`)).map(([file]) => file);
	expect(users).toEqual([GUARDED]);
});
