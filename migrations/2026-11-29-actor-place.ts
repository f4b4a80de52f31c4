import { sql, type Kysely } from 'kysely';

/**
 * What the actor of a fact was when it was written, so that those whose role does not reach the place read
 * role and place instead of a user name, also when somebody's role has changed since. Facts that are there
 * already get what their actor is today. And whether a visit was ever published, in what was said about it:
 * a draft that was given up is nobody's business but the planners'.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`
		alter table fact
			add column actor_role text,
			add column actor_place text;
		comment on column fact.actor_role is 'what the actor was in the campaign then; null: the system, or unknown';
		comment on column fact.actor_place is 'district, commune or group the role was bound to';

		update fact set actor_role = g.role, actor_place = coalesce(g.unit_code, g.group_code)
		from account a join role_grant g on g.account_id = a.id
		where a.username = fact.actor and g.campaign_id = fact.campaign_id;

		update fact set data = jsonb_set(fact.data, '{visit,published}', 'true')
		from (
			select campaign_id, data->'visit'->'number' as number, min(seq) as seq from fact
			where kind = 'visit.published' group by 1, 2
		) as known
		where fact.kind like 'visit.%' and known.campaign_id = fact.campaign_id
			and known.number = fact.data->'visit'->'number' and fact.seq >= known.seq;
	`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
	await sql`
		update fact set data = fact.data #- '{visit,published}' where kind like 'visit.%';
		alter table fact drop column actor_role, drop column actor_place;
	`.execute(db);
}
