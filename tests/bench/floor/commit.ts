/** A report as the floor is asked to store it. */
export interface FloorReport {
	unit: string;
	date: string;
	lines: { category: string; measure: string; amount: number }[];
	base_revision: number;
	device_time: string;
}

/**
 * Everything a report leaves behind (its day, lines, revision, command, fact and the log's head) in one
 * statement that commits by itself: the least PostgreSQL can be asked to do for it.
 */
export const COMMIT = `
	with head as (
		update campaign set head_seq = head_seq + 1 where id = $1 returning head_seq
	), day as (
		insert into report (campaign_id, unit_code, date, revision, receipt, received_at, timely)
		values ($1, $2, $3, 1, $4, $5, true)
		on conflict (campaign_id, unit_code, date) do update set
			revision = report.revision + 1, receipt = excluded.receipt, received_at = excluded.received_at
		returning revision
	), line as (
		insert into report_line (campaign_id, unit_code, date, category, measure, amount)
		select $1, $2, $3, l.category, l.measure, l.amount
		from jsonb_to_recordset($6::jsonb) as l (category text, measure text, amount integer)
		on conflict (campaign_id, unit_code, date, category, measure) do update set amount = excluded.amount
	), revision as (
		insert into report_revision (campaign_id, unit_code, date, revision, base_revision, command_id,
			account_id, received_at, device_time, lines, note, receipt)
		select $1, $2, $3, day.revision, day.revision - 1, $7::uuid, $8, $5, $9::timestamptz, $6::jsonb,
			null, $4
		from day
	), command as (
		insert into command (campaign_id, id, account_id, fingerprint, seq, result)
		select $1, $7::uuid, $8, $10, head.head_seq, $11::jsonb from head
	), fact as (
		insert into fact (campaign_id, seq, at, kind, actor, data)
		select $1, head.head_seq, $5, 'report.submitted', $12, $13::jsonb from head
	)
	select head_seq::integer as seq, revision from head, day
`;

/** The day's totals by measure. */
export function totals(lines: FloorReport['lines']): Record<string, number> {
	const amounts: Record<string, number> = {};
	for (const { measure, amount } of lines) amounts[measure] = (amounts[measure] ?? 0) + amount;
	return amounts;
}
