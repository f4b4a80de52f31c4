import { sql, type Kysely } from 'kysely';

/**
 * What a campaign is stands in its log from the first fact on. Campaigns that exist get their beginning now, at the
 * end of their log: places, targets, groups, the campaign, as they are. Who folds such a log from the start knows after
 * these facts what the tables say.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`
		do $$
		declare
			one record;
			told jsonb[];
			at_once constant integer := 500;
			said timestamptz;
			named text;
		begin
			for one in select * from campaign order by id for update loop
				select array_agg(jsonb_build_object('kind', 'units.changed', 'data',
						jsonb_build_object('changed', changed, 'removed', '[]'::jsonb)) order by part)
					into told
					from (
						select (nth - 1) / at_once as part, jsonb_agg(jsonb_build_object('code', code,
							'parent', parent_code, 'level', level, 'type', type, 'name_vi', name_vi,
							'name_en', name_en, 'position', position) order by nth) as changed
						from (select *, row_number() over (order by position) as nth
							from unit where campaign_id = one.id) as numbered
						group by 1
					) as parts;
				told := coalesce(told, '{}') || coalesce((
					select array_agg(jsonb_build_object('kind', 'targets.changed', 'data',
						jsonb_build_object('targets', targets)) order by part)
					from (
						select (nth - 1) / at_once as part, jsonb_object_agg(unit_code, counting) as targets
						from (
							select unit_code, row_number() over (order by unit_code) as nth,
								jsonb_object_agg(measure, jsonb_build_object('amount', amount, 'origin', origin)) as counting
							from (
								select distinct on (unit_code, measure) unit_code, measure, amount, origin
								from target where campaign_id = one.id
								order by unit_code, measure, array_position(array['declared', 'plan', 'allocated'], origin)
							) as counts
							group by unit_code
						) as units
						group by 1
					) as parts), '{}');
				told := told || coalesce((
					select array_agg(jsonb_build_object('kind', 'group.changed', 'data', jsonb_build_object(
						'group', jsonb_build_object('code', g.code, 'name_vi', g.name_vi, 'name_en', g.name_en,
							'base', g.base_code, 'capacity', g.capacity, 'phone', g.phone, 'members', coalesce((
								select jsonb_agg(jsonb_build_object('username', a.username, 'name_vi', a.name_vi,
									'name_en', a.name_en, 'leads', m.leads) order by m.leads desc, a.username)
								from role_grant m join account a on a.id = m.account_id
								where m.campaign_id = g.campaign_id and m.group_code = g.code
									and a.disabled_at is null), '[]')))) order by g.position, g.code)
					from working_group g where g.campaign_id = one.id), '{}');
				told := told || jsonb_build_object('kind', 'campaign.changed', 'data', jsonb_build_object(
					'campaign', jsonb_build_object(
						'slug', one.slug, 'setup', one.setup_version, 'name_vi', one.name_vi, 'name_en', one.name_en,
						'starts_on', one.starts_on, 'ends_on', one.ends_on, 'time_zone', one.time_zone,
						'timely_by', to_char(one.timely_by, 'HH24:MI'), 'lock_after_days', one.lock_after_days,
						'quiet_hours', jsonb_build_object('from', to_char(one.quiet_from, 'HH24:MI'),
							'to', to_char(one.quiet_to, 'HH24:MI')),
						'simulated', one.simulated, 'clock', one.clock,
						'measures', coalesce((select jsonb_agg(jsonb_build_object('key', key, 'name_vi', name_vi,
							'name_en', name_en, 'primary', is_primary) order by position)
							from measure where campaign_id = one.id), '[]'),
						'categories', coalesce((select jsonb_agg(jsonb_build_object('key', key, 'name_vi', name_vi,
							'name_en', name_en) order by position)
							from category where campaign_id = one.id), '[]'))));
				-- Campaign time: a simulated one stands where its last fact was, or where its clock was set.
				said := case when one.clock is null then now() else coalesce(
					(select at from fact where campaign_id = one.id and seq = one.head_seq), (one.clock->>'shows')::timestamptz) end;
				named := left(replace(gen_random_uuid()::text, '-', ''), 8);
				insert into fact (campaign_id, seq, at, kind, actor, data, mark)
					select one.id, one.head_seq + n, said, f->>'kind', 'system', f->'data', named
					from unnest(told) with ordinality as given (f, n);
				update campaign set head_seq = head_seq + cardinality(told), mark_before = head_mark,
					head_mark = named
					where id = one.id;
			end loop;
		end $$;
	`.execute(db);
}

/** The facts stay: a version before this one passes them over. */
export async function down(): Promise<void> {}
