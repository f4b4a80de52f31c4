import pg from 'pg';

/** Made with the cluster: a superuser, for making databases and for backups. */
export const ADMIN = 'tien_do';
/** What the application signs in as: it owns its databases, and may nothing beyond them. */
export const APPLICATION = 'tien_do_application';

/** Makes the application's role, or gives it this password. */
export async function ensureApplication(adminUrl: string, password: string): Promise<void> {
	await asAdmin(adminUrl, async (admin) => {
		const found = await admin.query('select from pg_roles where rolname = $1', [APPLICATION]);
		const verb = found.rowCount === 0 ? 'create' : 'alter';
		const may = 'login nosuperuser nocreatedb nocreaterole noreplication nobypassrls';
		await admin.query(`${verb} role ${APPLICATION} ${may} password ${pg.escapeLiteral(password)}`);
	});
}

/**
 * Makes a database of the application's unless it is there. One that an earlier version made belongs to the
 * administrator, as all that is in it: it is handed over, whole or not at all.
 */
export async function ensureDatabase(adminUrl: string, name: string): Promise<void> {
	const owner = await asAdmin(adminUrl, async (admin) => {
		const { rows } = await admin.query<{ owner: string }>(
			'select pg_get_userbyid(datdba) as owner from pg_database where datname = $1',
			[name]
		);
		if (rows[0]) return rows[0].owner;
		await admin.query(`create database ${pg.escapeIdentifier(name)} owner ${APPLICATION}`);
		return APPLICATION;
	});
	if (owner === APPLICATION) return;
	await asAdmin(withDatabase(adminUrl, name), async (admin) => {
		await admin.query(HAND_OVER);
	});
}

export async function dropDatabase(adminUrl: string, name: string): Promise<void> {
	await asAdmin(adminUrl, (admin) =>
		admin.query(`drop database if exists ${pg.escapeIdentifier(name)} with (force)`)
	);
}

export function withDatabase(url: string, name: string): string {
	const changed = new URL(url);
	changed.pathname = `/${name}`;
	return changed.href;
}

async function asAdmin<T>(url: string, work: (admin: pg.Client) => Promise<T>): Promise<T> {
	const admin = new pg.Client({ connectionString: url });
	await admin.connect();
	try {
		return await work(admin);
	} finally {
		await admin.end();
	}
}

/**
 * Everything people made in a database becomes the application's. (`reassign owned` refuses to take from the
 * role that the cluster was made with.) What belongs to an extension stays with it, and what hangs on a table
 * goes with the table.
 */
const HAND_OVER = `do $$
declare command text;
begin
	for command in
		with made as (
			select oid from pg_namespace where nspname !~ '^pg_' and nspname <> 'information_schema'
		), hanging as (
			select classid, objid from pg_depend where deptype in ('e', 'a', 'i')
		)
		select format('alter table %s owner to ${APPLICATION}', c.oid::regclass)
			from pg_class c join made on made.oid = c.relnamespace
			where c.relkind in ('r', 'p', 'v', 'm', 'f', 'S')
				and not exists (select from hanging h where h.classid = 'pg_class'::regclass and h.objid = c.oid)
		union all
		select format('alter routine %s owner to ${APPLICATION}', p.oid::regprocedure)
			from pg_proc p join made on made.oid = p.pronamespace
			where not exists (select from hanging h where h.classid = 'pg_proc'::regclass and h.objid = p.oid)
		union all
		select format('alter type %s owner to ${APPLICATION}', t.oid::regtype)
			from pg_type t join made on made.oid = t.typnamespace
			where t.typtype in ('e', 'd')
				and not exists (select from hanging h where h.classid = 'pg_type'::regclass and h.objid = t.oid)
		union all
		select format('alter schema %I owner to ${APPLICATION}', n.nspname)
			from pg_namespace n join made using (oid)
			where n.nspowner <> 'pg_database_owner'::regrole
		union all
		select format('alter database %I owner to ${APPLICATION}', current_database())
	loop
		execute command;
	end loop;
end $$`;
