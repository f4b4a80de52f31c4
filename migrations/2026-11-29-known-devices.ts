import { sql, type Kysely } from 'kysely';

/** Browsers in which somebody has signed in before, and what a session's owner recognises it by. */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`
		create table account_device (
			account_id integer not null references account on delete cascade,
			secret_hash bytea not null,
			last_seen_at timestamptz not null,
			primary key (account_id, secret_hash)
		);
		comment on table account_device is 'limits of sign-in for strangers do not bind these';
		create index account_device_secret on account_device (secret_hash);

		alter table session
			add column agent text not null default '',
			add column network text not null default '';
		comment on column session.agent is 'what the program called itself at sign-in';
		comment on column session.network is 'where it signed in from: an IPv4 address, or 64 bits of IPv6';
	`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
	await sql`
		alter table session drop column agent, drop column network;
		drop table account_device;
	`.execute(db);
}
