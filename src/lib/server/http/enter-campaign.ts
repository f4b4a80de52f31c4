import { error, redirect } from '@sveltejs/kit';
import type { BoardUnit } from '#lib/campaign/board.ts';
import type { Named } from '#lib/campaign/campaign.ts';
import type { Role } from '#lib/protocol/people.ts';
import { problemMessage } from '#lib/protocol/problem-words.ts';
import type { SignedIn } from '../auth/sessions.ts';
import { accessLeaf, memberOf, type Entered } from '../commands/access.ts';
import { Problem } from '../problem.ts';
import { runtime } from '../runtime.ts';

/**
 * The one way into a campaign, for every endpoint, action and load: its log, and what the person is in it.
 * No load may rely on the check of a layout above it: a browser says by itself which loads it wants.
 * @param roles for whom there is anything here; by default for every member
 * @throws `unauthenticated`, or the same `not_found` whether it is absent, not theirs or not for their role
 */
export function enterCampaign(
	person: SignedIn | null,
	slug: string,
	roles?: readonly Role[]
): Entered {
	const entered = memberOf(runtime().campaigns, person, slug);
	if (roles && !roles.includes(entered.actor.role)) throw new Problem('not_found');
	return entered;
}

/** What somebody takes part in, by name. */
export function campaignsOf({ grants }: SignedIn): (Named & { slug: string })[] {
	return grants.flatMap(({ campaign: slug }) => {
		const known = runtime().campaigns.get(slug)?.board.campaign;
		return known ? [{ slug, name_vi: known.name_vi, name_en: known.name_en }] : [];
	});
}

/** What of a page's request says who comes, and where to. */
interface PageRequest {
	locals: App.Locals;
	params: { campaign: string };
	url: URL;
}

/** The same for a page: strangers are led to the sign-in page, for others there is no such page. */
export function enterPage(
	{ locals: { person, locale }, params, url }: PageRequest,
	roles?: readonly Role[]
): Entered {
	try {
		return enterCampaign(person, params.campaign, roles);
	} catch (problem) {
		if (!(problem instanceof Problem)) throw problem;
		if (problem.code === 'unauthenticated') {
			redirect(303, `/login?next=${encodeURIComponent(url.pathname + url.search)}`);
		}
		error(404, { message: problemMessage('page_missing', {}, locale) });
	}
}

/**
 * A commune whose single figures, notes and comments this person may read.
 * @throws as `enterCampaign`; `not_found` also for a commune beyond the role's reach
 */
export function enterCommune(
	person: SignedIn | null,
	slug: string,
	code: string
): Entered & { unit: BoardUnit } {
	const entered = enterCampaign(person, slug);
	const { log, actor } = entered;
	return { ...entered, unit: accessLeaf({ board: log.board, actor }, code) };
}
