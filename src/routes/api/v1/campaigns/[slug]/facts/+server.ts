import * as v from 'valibot';
import type { LoggedFact } from '#lib/campaign/facts.ts';
import { factFor } from '#lib/campaign/who-may-know.ts';
import { answer } from '#lib/server/http/answer.ts';
import { enterCampaign } from '#lib/server/http/enter-campaign.ts';
import { askOrRecall } from '#lib/server/db/ask-or-recall.ts';
import { factTexts } from '#lib/server/log/fact-text.ts';
import { invalid, Problem } from '#lib/server/problem.ts';
import { runtime } from '#lib/server/runtime.ts';
import type { RequestHandler } from './$types';

const whole = (fallback: number, max: number) =>
	v.pipe(
		v.nullish(v.string(), String(fallback)),
		v.regex(/^\d{1,15}$/, 'seq_expected'),
		v.transform((text) => Math.min(Number(text), max))
	);
/** Facts of one answer; who asks for more is given these, and asks again after them. */
const MOST = 5000;
const Query = v.object({
	after: whole(0, Number.MAX_SAFE_INTEGER),
	limit: whole(1000, MOST),
	mark: v.nullish(v.pipe(v.string(), v.maxLength(100, 'text_too_long')))
});

/**
 * The facts after `after` as the caller may know them, oldest first, at most `limit` and never more than 5,000;
 * `head` is the newest there is. With the `mark` of the fact `after` it is a `conflict` when the log has another past now. While the database is away, what
 * memory has; `age` is the seconds since it was last heard.
 */
export const GET: RequestHandler = ({ params, url, locals: { person, locale } }) => {
	return answer(locale, async () => {
		const { log, actor } = enterCampaign(person, params.slug);
		const asked = {
			after: url.searchParams.get('after'),
			limit: url.searchParams.get('limit'),
			mark: url.searchParams.get('mark')
		};
		const query = v.safeParse(Query, asked);
		if (!query.success) throw invalid(query.issues);
		const { after, limit, mark } = query.output;
		const { campaigns } = runtime();
		const facts = await askOrRecall(
			campaigns.live,
			() => log.read(after, limit, mark),
			() => log.after(after, mark)?.slice(0, limit)
		);
		if (!facts) throw new Problem('conflict', 'history_changed', {}, 'mark');
		const head = Math.max(log.board.seq, facts.at(-1)?.seq ?? 0);
		const known = (fact: LoggedFact) => factFor(actor, fact, log.board.units);
		const text = `{"head":${head},"facts":[${await factTexts(facts, known)}]}`;
		const headers = { age: String(log.age), 'content-type': 'application/json' };
		return new Response(text, { headers });
	});
};
