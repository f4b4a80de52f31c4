import { sql, type Kysely } from 'kysely';

/**
 * What people are told, and how it reaches them outside the page. Notices are made from the log behind a
 * cursor, in one transaction with it: each fact is told once, whatever happens to the process.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`
		create table notice_cursor (
			campaign_id integer primary key references campaign on delete cascade,
			seq integer not null
		);
		comment on column notice_cursor.seq is 'the last fact that was looked at';
		-- What happened before there were notices is not told again.
		insert into notice_cursor (campaign_id, seq) select id, head_seq from campaign;

		create index fact_of_request on fact
			(campaign_id, ((data -> 'request' ->> 'number')::integer), seq) where kind like 'request.%';
		create index fact_of_visit on fact
			(campaign_id, ((data -> 'visit' ->> 'number')::integer), seq) where kind like 'visit.%';

		create table notice (
			id bigint generated always as identity primary key,
			campaign_id integer not null references campaign on delete cascade,
			account_id integer not null references account on delete cascade,
			seq integer not null,
			at timestamptz not null,
			actor text not null,
			kind text not null,
			why text not null,
			refs jsonb not null,
			urgent boolean not null,
			leaves_at timestamptz,
			left_at timestamptz,
			read_at timestamptz,
			unique (campaign_id, account_id, seq)
		);
		comment on column notice.seq is 'last fact of the action it sums up';
		comment on column notice.leaves_at is 'campaign time from which it goes to phone and mail; null: muted, or it is not to';
		create index notice_of_account on notice (account_id, campaign_id, id desc);
		create index notice_unread on notice (account_id, campaign_id) where read_at is null;
		create index notice_by_seq on notice (campaign_id, seq);
		create index notice_to_leave on notice (campaign_id, leaves_at)
			where left_at is null and leaves_at is not null;

		create table notice_mute (
			campaign_id integer not null references campaign on delete cascade,
			account_id integer not null references account on delete cascade,
			kind text not null,
			primary key (campaign_id, account_id, kind)
		);

		create table push_key (
			singleton boolean primary key default true check (singleton),
			public_key text not null,
			private_key text not null
		);
		comment on table push_key is 'by which push services know this installation (VAPID, RFC 8292)';

		create table push_subscription (
			id uuid primary key,
			account_id integer not null references account on delete cascade,
			session_id text not null references session on delete cascade,
			endpoint text not null unique,
			p256dh text not null,
			auth text not null,
			locale text not null check (locale in ('vi', 'en')),
			at timestamptz not null default now()
		);
		comment on column push_subscription.session_id is 'who signs out gets no more on this device';
		create index push_subscription_of on push_subscription (account_id);

		alter table account add column email text;
		alter table campaign add column webhook_url text, add column webhook_secret text;

		create table outgoing (
			id uuid primary key default gen_random_uuid(),
			campaign_id integer not null references campaign on delete cascade,
			channel text not null check (channel in ('push', 'mail', 'webhook')),
			account_id integer references account on delete cascade,
			subscription_id uuid references push_subscription on delete cascade,
			notices bigint[] not null default '{}',
			payload jsonb,
			digest boolean not null default false,
			attempts integer not null default 0,
			next_at timestamptz not null default now()
		);
		comment on table outgoing is 'on its way; a row is gone when it has arrived or was given up';
		comment on column outgoing.next_at is 'real time of the next attempt; while one is under way: when it counts as lost';
		create index outgoing_next on outgoing (next_at);
	`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
	await sql`
		drop table outgoing, push_subscription, push_key, notice_mute, notice, notice_cursor;
		drop index fact_of_request, fact_of_visit;
		alter table account drop column email;
		alter table campaign drop column webhook_url, drop column webhook_secret;
	`.execute(db);
}
