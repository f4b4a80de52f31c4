import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Audience } from '#lib/campaign/known-fields.ts';
import { reduce } from '#lib/campaign/reduce.ts';
import { DAY_FIELDS, REPORT_FIELDS } from '#lib/campaign/reports/known-fields.ts';
import {
	HOLDER_FIELDS,
	INCIDENT_FIELDS,
	REQUEST_FIELDS
} from '#lib/campaign/requests/known-fields.ts';
import {
	GROUP_FIELDS,
	GROUP_MEMBER_FIELDS,
	VISIT_FIELDS
} from '#lib/campaign/visits/known-fields.ts';
import { smallBoard, testReport } from '#lib/campaign/test-campaign.ts';
import { SNAPSHOT_FIELDS, UNIT_FIELDS } from '#lib/protocol/snapshot-view.ts';
import { snapshotOf } from '#lib/protocol/snapshot.ts';

/** What the wire contract calls each thing whose fields are decided. */
const DECIDED: Record<string, Readonly<Record<string, Audience>>> = {
	"a report's fact": REPORT_FIELDS,
	'a day': DAY_FIELDS,
	'a unit': UNIT_FIELDS,
	'a request': REQUEST_FIELDS,
	'a holder': HOLDER_FIELDS,
	'an incident': INCIDENT_FIELDS,
	'a visit': VISIT_FIELDS,
	'a group': GROUP_FIELDS,
	'a member of it': GROUP_MEMBER_FIELDS,
	'a snapshot': SNAPSHOT_FIELDS
};
const AUDIENCES: Audience[] = ['members', 'reach', 'planners'];

test('the wire contract says of every field who may know it', () => {
	const rows = readFileSync('docs/protocol.md', 'utf8')
		.split('\n')
		.map((line) => line.split('|').map((cell) => cell.trim()))
		.filter(([, of = '']) => of in DECIDED);
	expect(rows.map(([, of]) => of)).toEqual(Object.keys(DECIDED));
	for (const [, of = '', ...cells] of rows) {
		const written = AUDIENCES.flatMap((audience, i) =>
			[...(cells[i] ?? '').matchAll(/`(\w+)`/g)].map(([, field]) => [field, audience])
		);
		expect(Object.fromEntries(written), of).toEqual(DECIDED[of]);
	}
});

test('a snapshot has no field that nobody has decided on', () => {
	const board = smallBoard();
	reduce(board, testReport(1));
	const commune = board.units.get('19330')!;
	commune.unlocks['2025-03-01'] = commune.days['2025-03-07']!.at;
	commune.reminded = { at: '', date: '2025-03-07', seen: false };
	const snapshot = snapshotOf(board, new Date('2025-03-07T10:00:00Z'));
	expect(Object.keys(snapshot).sort()).toEqual(Object.keys(SNAPSHOT_FIELDS).sort());
	const full = snapshot.units.find(({ code }) => code === '19330');
	expect(Object.keys(full ?? {}).sort()).toEqual(Object.keys(UNIT_FIELDS).sort());
});
