import type { BoardUnit, CampaignBoard } from '#lib/campaign/board.ts';
import type { Campaign } from '#lib/campaign/campaign.ts';
import type { SignedIn } from '../auth/sessions.ts';
import type { CampaignLog } from '../log/campaign-log.ts';
import { isLeaf } from '#lib/campaign/places/tree.ts';
import { reaches } from '#lib/campaign/reach.ts';
import { Problem } from '../problem.ts';
import type { Actor } from './command.ts';

/** Somebody in a campaign: its log, and what the person is in it. */
export interface Entered {
	person: SignedIn;
	log: CampaignLog;
	actor: Actor;
}

/**
 * What somebody is in a campaign. Every entry point asks here: commands, the live channel, and through
 * `enterCampaign` all pages and endpoints.
 * @param field where the input names the campaign
 * @throws `unauthenticated`, or the same `not_found` whether the campaign is absent or not theirs
 */
export function memberOf(
	campaigns: { get(slug: string): CampaignLog | undefined },
	person: SignedIn | null,
	slug: string,
	field?: string
): Entered {
	if (!person) throw new Problem('unauthenticated');
	const grant = person.grants.find(({ campaign }) => campaign === slug);
	const log = campaigns.get(slug);
	if (!grant || !log) throw new Problem('not_found', 'not_found', {}, field);
	const { account_id, username } = person;
	const { role, unit, group } = grant;
	return { person, log, actor: { account_id, username, role, unit, group } };
}

/** Refuses a kind of request that the campaign does not have. @throws `invalid` */
export function checkKind({ request_kinds }: Campaign, kind: string): void {
	if (request_kinds.some(({ key }) => key === kind)) return;
	throw new Problem('invalid', 'kind_expected', {}, 'kind');
}

/**
 * The reporting place a command is about. `field` is where the input names it.
 * @throws the same `not_found` whether it does not exist, does not report or is not the actor's
 */
export function accessLeaf(
	{ board, actor }: { board: CampaignBoard; actor: Pick<Actor, 'role' | 'unit'> },
	code: string,
	field = 'unit'
): BoardUnit {
	const unit = board.units.get(code);
	if (!unit || !isLeaf(board.campaign, unit) || !reaches(actor, board.units, code)) {
		throw new Problem('not_found', 'not_found', {}, field);
	}
	return unit;
}
