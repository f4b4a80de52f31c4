import { sql, type Kysely } from 'kysely';
import type { Amounts } from '#lib/campaign/campaign.ts';
import type { FactData } from '#lib/campaign/facts.ts';
import type { ReportLine } from '#lib/campaign/reports/report-line.ts';
import type { Database } from '#lib/server/db/schema.ts';
import type { Acknowledged } from './load.ts';
import { RecountRequests } from './recount-requests.ts';

/** A commune's day, counted from what was sent and from nothing else. */
export interface CountedDay {
	unit: string;
	date: string;
	revision: number;
	receipt: string;
	/** By category and measure. */
	lines: Map<string, ReportLine>;
}

interface Row {
	seq: number;
	kind: string;
	data: FactData['report.submitted'];
	command_id: string | null;
	lines: ReportLine[] | null;
	receipt: string | null;
	answered: number | null;
}

const PAGE = 5_000;

/**
 * Counts a campaign anew from its revisions, fact by fact, and notes in `broken` whatever does not agree:
 * every fact has its number, one revision and one command, and says what the revisions add up to.
 */
export class Recount {
	readonly days = new Map<string, CountedDay>();
	/** What was asked for and given meanwhile; nothing, where nobody does. */
	readonly requests: RecountRequests;
	readonly broken: string[] = [];
	seq = 0;
	revisions = 0;
	readonly #db: Kysely<Database>;
	readonly #campaign: number;

	constructor(world: { db: Kysely<Database>; campaign: { id: number } }) {
		this.#db = world.db;
		this.#campaign = world.campaign.id;
		this.requests = new RecountRequests(world);
	}

	/** Counts what was added to the log. */
	async advance(): Promise<void> {
		for (;;) {
			const { rows } = await sql<Row>`
				select f.seq, f.kind, f.data, r.command_id, r.lines, r.receipt, c.seq as answered
				from fact f
				left join report_revision r on f.kind in ('report.submitted', 'report.corrected')
					and r.campaign_id = f.campaign_id and r.unit_code = f.data->>'unit'
					and r.date = (f.data->>'date')::date and r.revision = (f.data->>'revision')::integer
				left join command c on c.campaign_id = r.campaign_id and c.id = r.command_id
				where f.campaign_id = ${this.#campaign} and f.seq > ${this.seq}
				order by f.seq limit ${PAGE}
			`.execute(this.#db);
			for (const row of rows) this.#fold(row);
			if (rows.length < PAGE) return;
		}
	}

	/** Finds every acknowledged report as its sender was told. */
	async find(acknowledged: Acknowledged[]): Promise<void> {
		const ids = acknowledged.map(({ id }) => id);
		const { rows } = await sql<{ id: string; seq: number; data: FactData['report.submitted'] }>`
			select c.id, f.seq, f.data from command c
			join fact f on f.campaign_id = c.campaign_id and f.seq = c.seq
			where c.campaign_id = ${this.#campaign} and c.id = any(${ids}::uuid[])
		`.execute(this.#db);
		const stored = new Map(rows.map((row) => [row.id, row]));
		for (const { id, input, seq, result } of acknowledged) {
			const found = stored.get(id);
			if (!found) {
				this.broken.push(`report ${id}, acknowledged as fact ${seq}, is lost`);
				continue;
			}
			const { unit, date, revision, receipt, amounts } = found.data;
			const told = [seq, input.unit, input.date, result.revision, result.receipt, result.amounts];
			const is = [found.seq, unit, date, revision, receipt, amounts];
			if (!same(told, is)) {
				this.broken.push(
					`report ${id}: told ${JSON.stringify(told)}, stored ${JSON.stringify(is)}`
				);
			}
		}
	}

	/** While nobody acts: nothing is stored that no fact tells of, and the sums kept are the recount. */
	async settle(): Promise<void> {
		await this.advance();
		const { rows } = await sql<Record<'head' | 'revisions' | 'ids' | 'commands', number>>`
			select (select head_seq from campaign where id = ${this.#campaign}) as head,
				(select count(*) from report_revision where campaign_id = ${this.#campaign}) as revisions,
				(select count(distinct command_id) from report_revision
					where campaign_id = ${this.#campaign}) as ids,
				(select count(*) from command
					where campaign_id = ${this.#campaign} and refusal is null) as commands
		`.execute(this.#db);
		const { revisions } = this;
		const commands = revisions + this.requests.acts;
		const counted = { head: this.seq, revisions, ids: revisions, commands };
		if (!same(rows[0], counted)) {
			this.broken.push(`stored ${JSON.stringify(rows[0])}, counted ${JSON.stringify(counted)}`);
		}
		await this.#compareTables();
	}

	#fold({ seq, kind, data, command_id, lines, receipt, answered }: Row): void {
		if (seq !== this.seq + 1) this.broken.push(`fact ${seq} comes after ${this.seq}`);
		this.seq = seq;
		if (kind !== 'report.submitted' && kind !== 'report.corrected') return;
		this.revisions++;
		if (!lines || !command_id || receipt === null) {
			return void this.broken.push(`fact ${seq} has no revision`);
		}
		if (answered !== seq) this.broken.push(`fact ${seq}: command ${command_id} says ${answered}`);
		const { unit, date, revision } = data;
		const key = `${unit} ${date}`;
		const day = this.days.get(key) ?? { unit, date, revision: 0, receipt, lines: new Map() };
		this.days.set(key, day);
		if (revision !== day.revision + 1) {
			this.broken.push(`${key}: revision ${revision} comes after ${day.revision}`);
		}
		Object.assign(day, { revision, receipt });
		for (const line of lines) day.lines.set(`${line.category} ${line.measure}`, line);
		const { amounts } = data;
		if (!same([amounts, data.receipt], [amountsOf(day), receipt])) {
			this.broken.push(
				`fact ${seq}: ${JSON.stringify(amounts)}, recount ${JSON.stringify(amountsOf(day))}`
			);
		}
	}

	async #compareTables(): Promise<void> {
		const reports = await this.#db
			.selectFrom('report')
			.select(['unit_code', 'date', 'revision', 'receipt'])
			.where('campaign_id', '=', this.#campaign)
			.execute();
		const lines = await this.#db
			.selectFrom('report_line')
			.select(['unit_code', 'date', 'category', 'measure', 'amount'])
			.where('campaign_id', '=', this.#campaign)
			.execute();
		const days = [...this.days.values()];
		const stored = [...reports, ...lines].map((row) => Object.values(row).join(' '));
		const counted = days.flatMap(({ unit, date, revision, receipt, lines }) => [
			`${unit} ${date} ${revision} ${receipt}`,
			...[...lines.values()].map((line) =>
				[unit, date, line.category, line.measure, line.amount].join(' ')
			)
		]);
		for (const row of new Set(stored).symmetricDifference(new Set(counted))) {
			this.broken.push(`the tables and the recount differ in ${row}`);
		}
	}
}

/** A day's totals by measure; a measure nobody typed is absent. */
export function amountsOf({ lines }: CountedDay): Amounts {
	const sum: Amounts = {};
	for (const { measure, amount } of lines.values()) sum[measure] = (sum[measure] ?? 0) + amount;
	return sum;
}

/** Whether two plain values are equal; the order of keys does not matter. */
export function same(a: unknown, b: unknown): boolean {
	if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b;
	const keys = Object.keys(a);
	const other = b as Record<string, unknown>;
	return (
		keys.length === Object.keys(b).length &&
		keys.every((key) => key in b && same((a as Record<string, unknown>)[key], other[key]))
	);
}
