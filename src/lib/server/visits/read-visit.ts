import type { Kysely } from 'kysely';
import type { BoardUnit, CampaignBoard } from '#lib/campaign/board.ts';
import type { Role } from '#lib/protocol/people.ts';
import type { VisitDetails } from '#lib/protocol/visit-details.ts';
import { reaches } from '../commands/access.ts';
import type { Actor } from '../commands/command.ts';
import type { Database } from '../db/schema.ts';
import { Problem } from '../problem.ts';

/** Whose business drafts are. */
const PLANNING: readonly Role[] = ['leader', 'coordinator', 'district_officer', 'administrator'];

/**
 * What was written about a visit, oldest first.
 * @throws the same `not_found` whether there is no such visit or its texts are not for this person
 */
export async function readVisit(
	db: Kysely<Database>,
	campaignId: number,
	{ units }: Pick<CampaignBoard, 'units'>,
	reader: Pick<Actor, 'role' | 'unit' | 'group'>,
	number: number
): Promise<VisitDetails> {
	const visit = await db
		.selectFrom('visit')
		.select(['group_code', 'unit_code', 'state', 'note', 'change_group', 'change_note'])
		.where('campaign_id', '=', campaignId)
		.where('number', '=', number)
		.executeTakeFirst();
	const unit = visit && units.get(visit.unit_code);
	if (!visit || !unit || !mayRead(reader, visit, unit)) throw new Problem('not_found');
	const steps = await db
		.selectFrom('visit_step as s')
		.innerJoin('account as a', 'a.id', 's.account_id')
		.select(['s.position', 's.step', 's.at', 's.text', 's.details'])
		.select(['a.username', 'a.name_vi', 'a.name_en'])
		.where('s.campaign_id', '=', campaignId)
		.where('s.number', '=', number)
		.orderBy('s.position')
		.execute();
	// A change that is not published is the planners' own business, as a draft is.
	const published = steps.findLastIndex(({ step }) => step === 'publish');
	const isPlanner = PLANNING.includes(grant.role);
	const isSecret = visit.change_group !== null && !isPlanner;
	const known = steps.filter(({ step }, i) => !(isSecret && i > published && step === 'move'));
	return {
		number,
		note: visit.note,
		...(visit.change_group !== null && isPlanner ? { changed_note: visit.change_note } : {}),
		steps: known.map(({ username, name_vi, name_en, at, ...step }) => ({
			...step,
			at: at.toISOString(),
			by: { username, name_vi, name_en }
		}))
	};
}

function mayRead(
	reader: Pick<Actor, 'role' | 'unit' | 'group'>,
	{ group_code, state }: { group_code: string; state: string },
	unit: BoardUnit
): boolean {
	switch (reader.role) {
		case 'leader':
		case 'coordinator':
			return true;
		case 'district_officer':
			return reaches(reader, unit);
		case 'group_member':
			return reader.group === group_code;
		case 'focal_point':
			// A draft is the planners' own business until it is published.
			return state !== 'planned' && reaches(reader, unit);
		default:
			return false;
	}
}
