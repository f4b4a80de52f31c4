import { sql, type Kysely } from 'kysely';

/** Photos and documents of support requests. A file is sent first and attached to a step after. */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`
		create table file (
			id uuid primary key,
			campaign_id integer not null references campaign on delete cascade,
			account_id integer not null references account,
			name text not null check (length(name) between 1 and 120),
			type text not null check (type in ('image/jpeg', 'image/png', 'image/webp', 'application/pdf')),
			size integer not null check (size > 0),
			sha256 bytea not null,
			at timestamptz not null,
			sent_at timestamptz not null default now(),
			request_number integer,
			step_position integer,
			check ((request_number is null) = (step_position is null)),
			foreign key (campaign_id, request_number, step_position)
				references request_step (campaign_id, number, position) deferrable initially deferred
		);
		comment on column file.at is 'campaign time';
		comment on column file.sent_at is 'real time: what nobody attached within a day is deleted';
		create index file_of_request on file (campaign_id, request_number) where request_number is not null;
		create index file_loose on file (account_id, sent_at) where request_number is null;

		create table file_content (
			file_id uuid primary key references file on delete cascade,
			bytes bytea not null
		);
		comment on table file_content is 'the bytes of files, where they are not kept in a folder';
		alter table file_content alter column bytes set storage external;
	`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
	await sql`drop table file_content, file`.execute(db);
}
