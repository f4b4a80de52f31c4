import type { Transaction } from 'kysely';
import { emptyBoard, type CampaignBoard } from '#lib/campaign/board.ts';
import type { UnitSetup } from '#lib/campaign/campaigns/facts.ts';
import { campaignNow } from '#lib/campaign/calendar/clock.ts';
import type { Target } from '#lib/campaign/campaign.ts';
import type { Database } from '../db/schema.ts';
import { appendFacts, type NewFact } from '../log/append.ts';
import { loadTargets } from '../targets/load-targets.ts';
import { loadCampaign, loadUnits } from '../log/load-setup.ts';

/** Places in one fact: a nation's tree comes in several. */
const AT_ONCE = 500;

type Setup = Pick<CampaignBoard, 'campaign' | 'units'>;

/**
 * Changes a campaign's set-up and says in its log what is another now, in the caller's transaction, which holds the
 * campaign's row. @param change says whether it changed anything; what has no fact of its own (boundaries) counts too
 * @param isNew the log begins with this: all of it is said
 */
export async function changeSetup(
	tx: Transaction<Database>,
	campaignId: number,
	change: () => Promise<boolean>,
	isNew = false
): Promise<boolean> {
	const before = isNew ? emptyBoard('') : await loadSetup(tx, campaignId);
	if (!(await change())) return false;
	const after = await loadSetup(tx, campaignId);
	const setup = isNew ? after.campaign.setup : before.campaign.setup + 1;
	await tx
		.updateTable('campaign')
		.set({ setup_version: setup })
		.where('id', '=', campaignId)
		.execute();
	const { clock, time_zone } = after.campaign;
	await appendFacts(tx, {
		campaignId,
		at: campaignNow(clock, time_zone, new Date()),
		actor: 'system',
		facts: setupFacts(before, { ...after, campaign: { ...after.campaign, setup } })
	});
	return true;
}

async function loadSetup(tx: Transaction<Database>, campaignId: number): Promise<Setup> {
	const { campaign } = await loadCampaign(tx, campaignId);
	const board = { ...emptyBoard(campaign.slug), campaign, units: await loadUnits(tx, campaignId) };
	await loadTargets(tx, campaignId, board);
	return board;
}

/** What is another in a set-up, as facts: places, targets, and at the end the campaign. */
function setupFacts(before: Setup, after: Setup): NewFact[] {
	const [units, targets]: [UnitSetup[], Record<string, Record<string, Target | null>>] = [[], {}];
	for (const [code, unit] of after.units) {
		const known = before.units.get(code);
		if (!known || !isSame(setupOf(known), setupOf(unit))) units.push(setupOf(unit));
		const changed = changedTargets(known?.targets ?? {}, unit.targets);
		if (changed) targets[code] = changed;
	}
	const removed = [...before.units.keys()].filter((code) => !after.units.has(code));
	const facts: NewFact[] = [];
	for (let i = 0; i < units.length || (i === 0 && removed.length > 0); i += AT_ONCE) {
		const some = units.slice(i, i + AT_ONCE);
		facts.push({
			kind: 'units.changed',
			data: { changed: some, removed: i === 0 ? removed : [] }
		});
	}
	const codes = Object.keys(targets);
	for (let i = 0; i < codes.length; i += AT_ONCE) {
		const some = codes.slice(i, i + AT_ONCE).map((code) => [code, targets[code]!] as const);
		facts.push({ kind: 'targets.changed', data: { targets: Object.fromEntries(some) } });
	}
	return [...facts, { kind: 'campaign.changed', data: { campaign: after.campaign } }];
}

function setupOf({ code, parent, level, type, name_vi, name_en, position }: UnitSetup): UnitSetup {
	return { code, parent, level, type, name_vi, name_en, position };
}

/** By measure what counts now, null for what does not any more; null when nothing changed. */
function changedTargets(
	before: Record<string, Target>,
	after: Record<string, Target>
): Record<string, Target | null> | null {
	const changed: Record<string, Target | null> = {};
	for (const measure of new Set([...Object.keys(before), ...Object.keys(after)])) {
		const target = after[measure] ?? null;
		if (!isSame(before[measure] ?? null, target)) changed[measure] = target;
	}
	return Object.keys(changed).length > 0 ? changed : null;
}

const isSame = (one: object | null, other: object | null) =>
	JSON.stringify(one) === JSON.stringify(other);
