import { sql, type Kysely, type RawBuilder, type Transaction } from 'kysely';
import { createHash } from 'node:crypto';
import type { Database, SetupColumn } from '../db/schema.ts';
import { changeSetup } from './change-setup.ts';
import { findLosses } from './find-losses.ts';
import type { CampaignPackage } from './package.ts';
import type { ImportProblem } from './problem.ts';

/** The package would take away what people have already reported, declared or been put in charge of. */
export class ImportRefused extends Error {
	override readonly name = 'ImportRefused';
	readonly problems: ImportProblem[];

	constructor(problems: ImportProblem[]) {
		super(`The package would lose data: ${problems.length} problems.`);
		this.problems = problems;
	}
}

export interface Imported {
	campaign_id: number;
	created: boolean;
	/** False when the database held all of it before. */
	changed: boolean;
}

/**
 * Brings a campaign's set-up to what the package says, in one transaction: all of it or nothing.
 * Reports, declared targets and the clock are never touched; the log says what changed. Throws `ImportRefused`.
 */
export function importCampaign(db: Kysely<Database>, pkg: CampaignPackage): Promise<Imported> {
	return db.transaction().execute(async (tx) => {
		const { id, created } = await lockCampaign(tx, pkg);
		const losses = created ? [] : await findLosses(tx, id, pkg);
		if (losses.length > 0) throw new ImportRefused(losses);
		const write = async () => {
			let changes = 0;
			for (const statement of [
				...writeCampaign(id, pkg),
				...writeKeys(id, pkg),
				...writeUnits(id, pkg),
				...writeTargets(id, pkg),
				...writeMap(id, pkg)
			]) {
				const { numAffectedRows = 0n } = await statement.execute(tx);
				changes += Number(numAffectedRows);
			}
			return created || changes > 0;
		};
		return { campaign_id: id, created, changed: await changeSetup(tx, id, write, created) };
	});
}

/** Makes the campaign or holds it: the log hands out no number until the import is over. */
async function lockCampaign(tx: Transaction<Database>, { campaign }: CampaignPackage) {
	const { slug, name_vi, name_en, starts_on, ends_on, time_zone, ...rest } = campaign;
	const { timely_by, lock_after_days, quiet_hours } = rest;
	const quiet = { quiet_from: quiet_hours.from, quiet_to: quiet_hours.to };
	const columns = { slug, name_vi, name_en, starts_on, ends_on, time_zone };
	const made = await tx
		.insertInto('campaign')
		.values({ ...columns, timely_by, lock_after_days, ...quiet, setup: setupOf(campaign) })
		.onConflict((conflict) => conflict.column('slug').doNothing())
		.returning('id')
		.executeTakeFirst();
	if (made) return { id: made.id, created: true };
	const { id } = await tx
		.selectFrom('campaign')
		.select('id')
		.where('slug', '=', campaign.slug)
		.forNoKeyUpdate()
		.executeTakeFirstOrThrow();
	return { id, created: false };
}

type Statement = RawBuilder<unknown>;

/** What is kept in one column. */
function setupOf({
	levels,
	split,
	request_kinds,
	participants,
	return_reasons,
	rules
}: CampaignPackage['campaign']): string {
	const said = { levels, split, request_kinds, participants, return_reasons, rules };
	return JSON.stringify(said satisfies SetupColumn);
}

function writeCampaign(id: number, { campaign }: CampaignPackage): Statement[] {
	const { name_vi, name_en, starts_on, ends_on, time_zone, timely_by, lock_after_days } = campaign;
	const { from, to } = campaign.quiet_hours;
	const setup = setupOf(campaign);
	return [
		sql`
			update campaign set name_vi = ${name_vi}, name_en = ${name_en}, starts_on = ${starts_on},
				ends_on = ${ends_on}, time_zone = ${time_zone}, timely_by = ${timely_by},
				lock_after_days = ${lock_after_days}, quiet_from = ${from}, quiet_to = ${to},
				setup = ${setup}::jsonb
			where id = ${id} and (name_vi, name_en, starts_on, ends_on, time_zone, timely_by, lock_after_days,
				quiet_from, quiet_to, setup) is distinct from (${name_vi}, ${name_en}, ${starts_on}::date, ${ends_on}::date, ${time_zone},
					${timely_by}::time, ${lock_after_days}::integer, ${from}::time, ${to}::time, ${setup}::jsonb)`
	];
}

function writeKeys(id: number, { campaign }: CampaignPackage): Statement[] {
	const measures = campaign.measures.map((measure, position) => ({ ...measure, position }));
	const categories = campaign.categories.map((category, position) => ({ ...category, position }));
	const primary = measures.find((measure) => measure.primary)?.key;
	const kept = measures.map(({ key }) => key);
	return [
		sql`delete from target where campaign_id = ${id} and measure <> all(${kept}::text[])`,
		sql`delete from measure where campaign_id = ${id} and key <> all(${kept}::text[])`,
		// Two primary measures may not exist for even a moment.
		sql`update measure set is_primary = false
			where campaign_id = ${id} and is_primary and key <> ${primary}`,
		sql`
			insert into measure (campaign_id, key, name_vi, name_en, is_primary, position)
			select ${id}, key, name_vi, name_en, "primary", position
			from jsonb_to_recordset(${JSON.stringify(measures)}::jsonb)
				as given (key text, name_vi text, name_en text, "primary" boolean, position integer)
			on conflict (campaign_id, key) do update set name_vi = excluded.name_vi,
				name_en = excluded.name_en, is_primary = excluded.is_primary, position = excluded.position
			where (measure.name_vi, measure.name_en, measure.is_primary, measure.position)
				is distinct from (excluded.name_vi, excluded.name_en, excluded.is_primary, excluded.position)`,
		sql`delete from category where campaign_id = ${id}
			and key <> all(${categories.map(({ key }) => key)}::text[])`,
		sql`
			insert into category (campaign_id, key, name_vi, name_en, position)
			select ${id}, key, name_vi, name_en, position
			from jsonb_to_recordset(${JSON.stringify(categories)}::jsonb)
				as given (key text, name_vi text, name_en text, position integer)
			on conflict (campaign_id, key) do update set name_vi = excluded.name_vi,
				name_en = excluded.name_en, position = excluded.position
			where (category.name_vi, category.name_en, category.position)
				is distinct from (excluded.name_vi, excluded.name_en, excluded.position)`
	];
}

function writeUnits(id: number, { units }: CampaignPackage): Statement[] {
	const given = units.map((unit, position) => ({ ...unit, position }));
	return [
		// One statement each: a unit may stand before its parent, and parents go with their children.
		sql`
			insert into unit (campaign_id, code, parent_code, level, name_vi, name_en, type, position)
			select ${id}, code, parent, level, name_vi, name_en, type, position
			from jsonb_to_recordset(${JSON.stringify(given)}::jsonb) as given (code text, parent text,
				level text, name_vi text, name_en text, type text, position integer)
			on conflict (campaign_id, code) do update set parent_code = excluded.parent_code,
				level = excluded.level, name_vi = excluded.name_vi, name_en = excluded.name_en,
				type = excluded.type, position = excluded.position
			where (unit.parent_code, unit.level, unit.name_vi, unit.name_en, unit.type, unit.position)
				is distinct from (excluded.parent_code, excluded.level, excluded.name_vi, excluded.name_en,
					excluded.type, excluded.position)`,
		sql`delete from unit where campaign_id = ${id}
			and code <> all(${units.map(({ code }) => code)}::text[])`
	];
}

function writeTargets(id: number, { targets }: CampaignPackage): Statement[] {
	const given = sql`jsonb_to_recordset(${JSON.stringify(targets)}::jsonb)
		as given (unit text, measure text, amount integer, origin text)`;
	return [
		sql`
			delete from target where campaign_id = ${id} and origin <> 'declared'
				and (unit_code, measure, origin) not in (select unit, measure, origin from ${given})`,
		sql`
			insert into target (campaign_id, unit_code, measure, origin, amount)
			select ${id}, unit, measure, origin, amount from ${given}
			on conflict (campaign_id, unit_code, measure, origin) do update set amount = excluded.amount
			where target.amount <> excluded.amount`
	];
}

/** Our schematic drawing never takes the place of official boundaries somebody brought. */
function writeMap(id: number, { boundaries }: CampaignPackage): Statement[] {
	if (!boundaries) return [];
	const topology = JSON.stringify(boundaries);
	const digest = createHash('sha256').update(topology).digest('hex');
	return [
		sql`
			insert into boundary (campaign_id, source, topology, digest)
			values (${id}, ${boundaries.source}, ${topology}::jsonb, ${digest})
			on conflict (campaign_id) do update set source = excluded.source,
				topology = excluded.topology, digest = excluded.digest
			where boundary.digest <> excluded.digest
				and (boundary.source = 'schematic' or excluded.source = 'official')`
	];
}
