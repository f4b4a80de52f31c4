import type { Kysely } from 'kysely';
import type { CampaignBoard } from '#lib/campaign/board.ts';
import type { VisitDetails } from '#lib/protocol/visit-details.ts';
import { knowsDrafts, reaches } from '#lib/campaign/reach.ts';
import type { Actor } from '../commands/command.ts';
import type { Database } from '../db/schema.ts';
import { Problem } from '../problem.ts';

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
		.select(['group_code', 'unit_code', 'note', 'change_group', 'change_note'])
		.where('campaign_id', '=', campaignId)
		.where('number', '=', number)
		.executeTakeFirst();
	if (!visit || !mayRead(reader, visit, units)) throw new Problem('not_found');
	const steps = await db
		.selectFrom('visit_step as s')
		.innerJoin('account as a', 'a.id', 's.account_id')
		.select(['s.position', 's.step', 's.at', 's.text', 's.details'])
		.select(['a.username', 'a.name_vi', 'a.name_en'])
		.where('s.campaign_id', '=', campaignId)
		.where('s.number', '=', number)
		.orderBy('s.position')
		.execute();
	// What a draft was before it was published, and what is changed and not published, is the planners' business.
	const plans = knowsDrafts(reader);
	const first = plans ? 0 : steps.findIndex(({ step }) => step === 'publish');
	if (first < 0) throw new Problem('not_found');
	const last = steps.findLastIndex(({ step }) => step === 'publish');
	const changed = visit.change_group !== null;
	const isSecret = ({ step }: { step: string }, i: number) =>
		!plans && (i < first || (changed && i > last && step === 'move'));
	return {
		number,
		note: visit.note,
		...(changed && plans ? { changed_note: visit.change_note } : {}),
		steps: steps
			.filter((step, i) => !isSecret(step, i))
			.map(({ username, name_vi, name_en, at, ...step }) => ({
				...step,
				at: at.toISOString(),
				by: { username, name_vi, name_en }
			}))
	};
}

function mayRead(
	reader: Pick<Actor, 'role' | 'unit' | 'group'>,
	{ group_code, unit_code }: { group_code: string; unit_code: string },
	units: CampaignBoard['units']
): boolean {
	switch (reader.role) {
		case 'leader':
		case 'coordinator':
			return true;
		case 'district_officer':
			return reaches(reader, units, unit_code);
		case 'group_member':
			return reader.group === group_code;
		case 'focal_point':
			return reaches(reader, units, unit_code);
		default:
			return false;
	}
}
