import { sql, type Kysely } from 'kysely';

/**
 * A change of a visit that is published is a draft of its own until it is published, too: the plan people
 * know stands beside the plan as it will be. In neither is a group at two places at once. The constraints
 * can wait for the end of a statement's transaction, so that two visits published together may change places.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`
		alter table visit
			add column change_group text,
			add column change_unit text,
			add column change_from date,
			add column change_to date,
			add column change_note text,
			add constraint visit_change check (
				num_nonnulls(change_group, change_unit, change_from, change_to) in (0, 4)
				and change_to >= change_from),
			add foreign key (campaign_id, change_group) references working_group (campaign_id, code),
			add foreign key (campaign_id, change_unit) references unit (campaign_id, code),
			drop constraint visit_overlap,
			add constraint visit_overlap exclude using gist (
				campaign_id with =, group_code with =, daterange(from_date, to_date, '[]') with &&
			) where (state <> 'cancelled') deferrable,
			add constraint visit_overlap_planned exclude using gist (
				campaign_id with =, coalesce(change_group, group_code) with =,
				daterange(coalesce(change_from, from_date), coalesce(change_to, to_date), '[]') with &&
			) where (state <> 'cancelled') deferrable;
		comment on column visit.change_group is 'with the other change_ columns: the visit as it will be once that is published';
	`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
	await sql`
		alter table visit
			drop constraint visit_overlap_planned,
			drop constraint visit_overlap,
			drop constraint visit_change,
			drop column change_group,
			drop column change_unit,
			drop column change_from,
			drop column change_to,
			drop column change_note,
			add constraint visit_overlap exclude using gist (
				campaign_id with =, group_code with =, daterange(from_date, to_date, '[]') with &&
			) where (state <> 'cancelled');
	`.execute(db);
}
