import { sql, type Kysely } from 'kysely';

/**
 * Working groups, their visits, and the support requests of communes. A claim is a lease: who holds a
 * request, and until when. Steps and comments are kept, never overwritten. That a group is at one place
 * at a time is held by the database itself.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`
		create extension if not exists btree_gist;

		alter table campaign
			add column quiet_from time not null default '19:00' check (quiet_from < '24:00'),
			add column quiet_to time not null default '07:00' check (quiet_to < '24:00');
		comment on column campaign.quiet_from is 'nobody is told anything, and no clock of a request runs, until quiet_to';

		create table working_group (
			campaign_id integer not null references campaign on delete cascade,
			code text not null check (code ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
			name_vi text not null,
			name_en text not null,
			base_code text,
			capacity integer not null default 5 check (capacity > 0),
			phone text,
			position integer not null default 0,
			primary key (campaign_id, code),
			foreign key (campaign_id, base_code) references unit (campaign_id, code)
		);
		comment on column working_group.capacity is 'requests it may hold at once';
		comment on column working_group.base_code is 'unit it starts from in the morning';

		insert into working_group (campaign_id, code, name_vi, name_en)
		select distinct on (g.campaign_id, g.group_code) g.campaign_id, g.group_code, a.name_vi, a.name_en
		from role_grant g join account a on a.id = g.account_id
		where g.group_code is not null
		order by g.campaign_id, g.group_code, a.id;

		alter table role_grant
			add column leads boolean not null default false,
			add constraint role_grant_group foreign key (campaign_id, group_code)
				references working_group (campaign_id, code),
			add constraint role_grant_leads check (not leads or group_code is not null);
		comment on column role_grant.leads is 'whether this member leads the group';

		create table visit (
			campaign_id integer not null references campaign on delete cascade,
			number integer not null check (number > 0),
			group_code text not null,
			unit_code text not null,
			from_date date not null,
			to_date date not null check (to_date >= from_date),
			state text not null default 'planned' check (state in
				('planned', 'published', 'en_route', 'on_site', 'done', 'cut_short', 'cancelled')),
			note text,
			arrived_at timestamptz,
			left_at timestamptz,
			at timestamptz not null,
			primary key (campaign_id, number),
			foreign key (campaign_id, group_code) references working_group (campaign_id, code),
			foreign key (campaign_id, unit_code) references unit (campaign_id, code),
			constraint visit_overlap exclude using gist (
				campaign_id with =, group_code with =, daterange(from_date, to_date, '[]') with &&
			) where (state <> 'cancelled')
		);

		create table visit_step (
			campaign_id integer not null,
			number integer not null,
			position integer not null,
			step text not null,
			at timestamptz not null,
			account_id integer not null references account,
			text text,
			details jsonb not null default '{}',
			primary key (campaign_id, number, position),
			foreign key (campaign_id, number) references visit (campaign_id, number)
		);
		comment on table visit_step is 'everything that happened to a visit; append-only. details: what changed, where it was checked in, what was found';

		create table incident (
			campaign_id integer not null references campaign on delete cascade,
			number integer not null check (number > 0),
			kind text not null,
			title text not null,
			state text not null default 'open' check (state in ('open', 'closed')),
			opened_at timestamptz not null,
			opened_by integer not null references account,
			closed_at timestamptz,
			closed_by integer references account,
			fix text,
			primary key (campaign_id, number),
			check ((state = 'closed') = (fix is not null))
		);

		create table support_request (
			campaign_id integer not null references campaign on delete cascade,
			number integer not null check (number > 0),
			unit_code text not null,
			kind text not null,
			severity text not null check (severity in ('blocking', 'slowing', 'minor')),
			title text not null,
			body text,
			state text not null default 'open' check (state in
				('open', 'claimed', 'in_progress', 'waiting', 'resolved', 'verified', 'duplicate', 'declined')),
			raised_at timestamptz not null,
			raised_by integer not null references account,
			at timestamptz not null,
			group_code text,
			holder_id integer references account,
			claimed_at timestamptz,
			active_at timestamptz,
			lease_until timestamptz,
			lease_visit integer,
			lease_warned boolean not null default false,
			release_asked_by integer references account,
			release_asked_at timestamptz,
			waiting_until timestamptz,
			responded_at timestamptz,
			resolved_at timestamptz,
			resolved_by text,
			outcome text,
			verified_by text check (verified_by in ('commune', 'silence')),
			duplicate_of integer,
			incident integer,
			response_due timestamptz,
			update_due timestamptz,
			solution_due timestamptz,
			policy jsonb not null,
			escalated_clock text,
			escalated_rung text check (escalated_rung in ('holder', 'lead', 'coordinator', 'leader')),
			escalated_at timestamptz,
			acknowledged_until timestamptz,
			next_at timestamptz,
			steps integer not null default 0,
			reopened integer not null default 0,
			comments integer not null default 0,
			files integer not null default 0,
			primary key (campaign_id, number),
			foreign key (campaign_id, unit_code) references unit (campaign_id, code),
			foreign key (campaign_id, group_code) references working_group (campaign_id, code),
			foreign key (campaign_id, resolved_by) references working_group (campaign_id, code),
			foreign key (campaign_id, duplicate_of) references support_request (campaign_id, number),
			foreign key (campaign_id, incident) references incident (campaign_id, number),
			check ((state in ('claimed', 'in_progress', 'waiting')) = (holder_id is not null)),
			check ((holder_id is null) = (lease_until is null) and (holder_id is null) = (group_code is null)),
			check ((state = 'waiting') = (waiting_until is not null)),
			check ((state = 'duplicate') = (duplicate_of is not null)),
			check ((escalated_clock is null) = (escalated_rung is null) and (escalated_clock is null) = (escalated_at is null))
		);
		comment on column support_request.active_at is 'last act of the holder: renews the lease';
		comment on column support_request.lease_visit is 'visit that the lease lasts as long as';
		comment on column support_request.solution_due is 'each clock: when it has to be met; null while it does not run';
		comment on column support_request.steps is 'how many steps it has';
		comment on column support_request.policy is 'times and ladder as they were when it was raised';
		comment on column support_request.next_at is 'when the server has to look at it next, campaign time';
		create index support_request_next on support_request (campaign_id, next_at) where next_at is not null;
		create index support_request_held on support_request (campaign_id, group_code) where group_code is not null;

		create table request_step (
			campaign_id integer not null,
			number integer not null,
			position integer not null,
			step text not null,
			at timestamptz not null,
			account_id integer references account,
			group_code text,
			text text,
			details jsonb not null default '{}',
			primary key (campaign_id, number, position),
			foreign key (campaign_id, number) references support_request (campaign_id, number)
		);
		comment on table request_step is 'everything that happened to a request, comments included; append-only';
		comment on column request_step.account_id is 'null: the server itself';
	`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
	await sql`
		drop table request_step, support_request, incident, visit_step, visit;
		alter table role_grant drop constraint role_grant_leads, drop constraint role_grant_group,
			drop column leads;
		drop table working_group;
		alter table campaign drop column quiet_from, drop column quiet_to;
	`.execute(db);
}
