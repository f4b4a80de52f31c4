import { sql, type Kysely } from 'kysely';

/**
 * The first answer to a command's id is the answer, also when it was refused. An id is one account's own:
 * nobody can take it from another. Refusals are kept for some days; what was done, for good.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`
		alter table command
			add column refusal json,
			add column refused_at timestamptz,
			add constraint command_refusal check (
				(refusal is null) = (refused_at is null) and (refusal is null or (seq is null and result is null))
			),
			drop constraint command_pkey,
			add constraint command_pkey primary key (campaign_id, id, account_id);
		create index command_refused on command (refused_at) where refused_at is not null;
		comment on column command.fingerprint is 'of what was sent: tells a copy from another command under the same id';
		comment on column command.refusal is
			'{ code, key, params, field, details }; json as written: what was refused may hold what jsonb cannot. Null: it was done';
		comment on column command.refused_at is 'real time';
	`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
	await sql`
		drop index command_refused;
		delete from command where refusal is not null;
		-- Of one id that several accounts used, the first stays.
		delete from command c using command o
			where o.campaign_id = c.campaign_id and o.id = c.id
				and (o.seq, o.account_id) < (c.seq, c.account_id);
		alter table command
			drop constraint command_pkey,
			add constraint command_pkey primary key (campaign_id, id),
			drop constraint command_refusal, drop column refused_at, drop column refusal;
	`.execute(db);
}
