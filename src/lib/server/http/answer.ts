import { json } from '@sveltejs/kit';
import { HTTP_STATUS } from '#lib/protocol/errors.ts';
import type { BoardUnit } from '#lib/campaign/board.ts';
import type { SignedIn } from '../auth/sessions.ts';
import type { Actor } from '../commands/command.ts';
import type { CampaignLog } from '../log/campaign-log.ts';
import { accessCommune } from '../commands/access.ts';
import { isDatabaseAway, Problem, type Locale } from '../problem.ts';
import { runtime } from '../runtime.ts';

/** A refusal as JSON with the status of its code. */
function refuse(problem: Problem, locale: Locale): Response {
	const status = HTTP_STATUS[problem.code];
	return json({ ok: false, error: problem.body(locale) }, { status });
}

/** Runs an API handler; what it refuses, and a database that is away, become JSON answers. */
export async function answer(
	locale: Locale,
	handle: () => Response | Promise<Response>
): Promise<Response> {
	try {
		return await handle();
	} catch (error) {
		if (error instanceof Problem) return refuse(error, locale);
		if (isDatabaseAway(error)) return refuse(new Problem('unavailable'), locale);
		throw error;
	}
}

/**
 * The campaign a member asks for.
 * @throws `unauthenticated`, or `not_found` whether it is absent or not theirs
 */
export function accessCampaign(person: SignedIn | null, slug: string): CampaignLog {
	if (!person) throw new Problem('unauthenticated');
	const log = runtime().campaigns.get(slug);
	if (!log || !person.grants.some(({ campaign }) => campaign === slug)) {
		throw new Problem('not_found');
	}
	return log;
}

/**
 * The campaign a member asks for, and what the member is in it.
 * @throws as `accessCampaign`
 */
export function accessActor(
	person: SignedIn | null,
	slug: string
): { log: CampaignLog; actor: Actor } {
	const log = accessCampaign(person, slug);
	const grant = person?.grants.find(({ campaign }) => campaign === slug);
	if (!person || !grant) throw new Problem('not_found');
	const { account_id, username } = person;
	return { log, actor: { account_id, username, ...grant } };
}

/**
 * A commune whose single figures, notes and comments this person may read.
 * @throws as `accessCampaign`; `not_found` also for a commune beyond the role's reach
 */
export function accessReports(
	person: SignedIn | null,
	slug: string,
	code: string
): { log: CampaignLog; unit: BoardUnit } {
	const log = accessCampaign(person, slug);
	const grant = person?.grants.find(({ campaign }) => campaign === slug);
	if (!grant) throw new Problem('not_found');
	return { log, unit: accessCommune({ board: log.board, actor: grant }, code) };
}
