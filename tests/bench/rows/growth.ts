import { sql } from 'kysely';
import { SLUG } from '../../harness/campaign.ts';
import type { TestDatabase } from '../../harness/database.ts';
import type { Crowd } from '../crowd.ts';
import { now } from '../load/clock.ts';
import { compared, type Result } from '../measure/result.ts';
import { median } from '../measure/statistics.ts';
import type { Plan } from '../plan.ts';
import { openSessions } from '../../harness/sessions.ts';
import { FIRST_DAY, type Side, type Stage } from '../stage.ts';

const LAST_DAY = 20;
const TIMES = 100;
const REPORTS = 60;
const SNAPSHOTS = 12;

/** What does not grow with the campaign: the snapshot with its corrections, a report with its days. */
export async function growth(stage: Stage, crowd: Crowd, plan: Plan): Promise<Result[]> {
	const times = plan.quick ? 3 : TIMES;
	const count = plan.quick ? 10 : REPORTS;
	const arrivals = { kind: 'bursts', size: 1, every: 25, count } as const;
	const first = await stage.product({ day: 1 });
	const last = (revisions: number) =>
		stage.product({
			day: LAST_DAY,
			fill: (database) => writeHistory(database, stage.campaignId, LAST_DAY - 1, revisions)
		});
	const plain = await last(1);
	const corrected = await last(times);
	const sides = [first, plain, corrected];
	for (const side of sides) {
		await crowd.openReporters({ ...side, dates: side.dates.slice(-1) });
		for (let i = 0; i < 3; i++) await crowd.report(side, arrivals); // until it is warm
	}
	const costs = sides.map(() => [] as number[]);
	const snapshots = { plain: [] as Snapshots[], corrected: [] as Snapshots[] };
	for (let block = 0; block < plan.blocks; block++) {
		const order = [...sides.entries()];
		for (const [i, side] of block % 2 === 0 ? order : order.reverse()) {
			const reported = await crowd.report(side, arrivals);
			costs[i]?.push(median(reported.map(({ due, answered }) => answered - due)));
		}
		snapshots.plain.push(await takeSnapshots(crowd, plain));
		snapshots.corrected.push(await takeSnapshots(crowd, corrected));
	}
	for (const side of sides) {
		await crowd.leave(side);
		await side.stop();
	}
	const line = { row: 'growth', goal: 1.2 };
	const load = `${times}× the raw reports`;
	const of = (blocks: Snapshots[], key: keyof Snapshots) => blocks.map((block) => block[key]);
	const [atFirst = [], , atLast = []] = costs;
	return [
		compared(
			{ ...line, load, what: 'snapshot, time', unit: 'ms' },
			of(snapshots.corrected, 'milliseconds'),
			of(snapshots.plain, 'milliseconds')
		),
		compared(
			{ ...line, load, what: 'snapshot, size', unit: 'KiB' },
			of(snapshots.corrected, 'kibibytes'),
			of(snapshots.plain, 'kibibytes')
		),
		compared(
			{ ...line, load: `${load}, day ${LAST_DAY}`, what: 'report, to the first day’s', unit: 'ms' },
			atLast,
			atFirst
		)
	];
}

interface Snapshots {
	milliseconds: number;
	kibibytes: number;
}

/** Each after a report of its own, so that none is served from what was written before. */
async function takeSnapshots(crowd: Crowd, side: Side): Promise<Snapshots> {
	const [token] = await openSessions(side.database, ['leader']);
	const url = `http://127.0.0.1:${side.port}/api/v1/campaigns/${SLUG}/snapshot`;
	const taken: number[] = [];
	let size = 0;
	for (let i = 0; i < SNAPSHOTS; i++) {
		await crowd.report(side, { kind: 'bursts', size: 1, every: 0, count: 1 });
		const begun = now();
		const response = await fetch(url, { headers: { authorization: `Bearer ${token}` } });
		size = (await response.arrayBuffer()).byteLength;
		taken.push(now() - begun);
		if (!response.ok) throw new Error(`the snapshot was answered with ${response.status}`);
	}
	return { milliseconds: median(taken), kibibytes: size / 1024 };
}

/** Every commune's reports of the first `days` days, each corrected until it has `revisions`. */
export async function writeHistory(
	{ db }: TestDatabase,
	campaign: number,
	days: number,
	revisions: number
): Promise<void> {
	const first = sql`${FIRST_DAY}::date`;
	const cells = sql`
		unit cross join generate_series(0, ${days - 1}::integer) as day
		where unit.campaign_id = ${campaign} and unit.level = 'commune'`;
	await db.transaction().execute(async (tx) => {
		await sql`
			insert into report (campaign_id, unit_code, date, revision, receipt, received_at, timely)
			select ${campaign}, code, ${first} + day, ${revisions}, 'AB12CD', ${first} + day + time '09:00', true
			from ${cells}`.execute(tx);
		await sql`
			insert into report_line (campaign_id, unit_code, date, category, measure, amount)
			select ${campaign}, code, ${first} + day, category.key, measure.key,
				case when measure.is_primary then 4 + day % 3 when day = 0 and category.position = 0 then 1 else 0 end
			from category, measure, ${cells}
				and category.campaign_id = ${campaign} and category.position < 3
				and measure.campaign_id = ${campaign}`.execute(tx);
		await sql`
			create temporary table written on commit drop as
			select code, ${first} + day as date, revision, gen_random_uuid() as command,
				${first} + day + time '09:00' as at,
				(select head_seq from campaign where id = ${campaign}) + row_number() over () as seq
			from generate_series(1, ${revisions}::integer) as revision, ${cells}`.execute(tx);
		await sql`
			insert into report_revision (campaign_id, unit_code, date, revision, base_revision, command_id,
				account_id, received_at, device_time, lines, note, receipt)
			select ${campaign}, code, date, revision, revision - 1, command,
				(select min(id) from account), at, at,
				'[{"category":"birth","measure":"cases","amount":5}]', null, 'AB12CD'
			from written`.execute(tx);
		await sql`
			insert into command (campaign_id, id, account_id, fingerprint, seq, result)
			select ${campaign}, command, (select min(id) from account), '\\x00', seq, '{}' from written`.execute(
			tx
		);
		await sql`
			insert into fact (campaign_id, seq, at, kind, actor, data)
			select ${campaign}, seq, at, 'report.submitted', 'commune-' || code, jsonb_build_object(
				'unit', code, 'date', date, 'revision', revision, 'base_revision', revision - 1,
				'amounts', jsonb_build_object('cases', 15, 'books', 15), 'receipt', 'AB12CD',
				'timely', true, 'device_time', null)
			from written`.execute(tx);
		await sql`
			update campaign set head_seq = greatest(head_seq, (select max(seq) from written))
			where id = ${campaign}`.execute(tx);
	});
	await sql`vacuum analyze`.execute(db); // or it would come in the middle of a block
}
