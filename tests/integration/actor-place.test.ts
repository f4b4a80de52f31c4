import { afterAll, beforeAll, expect, test } from 'vitest';
import { isDraft } from '#lib/campaign/visits/visit.ts';
import { readFacts } from '#lib/server/log/read.ts';
import { down, up } from '../../migrations/2026-11-29-actor-place.ts';
import { report } from '../harness/client.ts';
import { startInside, type Inside } from '../harness/inside.ts';
import { COMMUNE, FOCAL, raise } from '../harness/requests.ts';

let inside: Inside;
beforeAll(async () => {
	inside = await startInside();
});
afterAll(() => inside.leave());

test('facts from before the upgrade get what their actors are, and visits whether they were published', async () => {
	const { database, campaign } = inside;
	await inside.at('2025-03-01', '09:00');
	await inside.give(FOCAL, 'report.submit', report(COMMUNE, 12));
	await inside.give('group-1', 'request.claim', { request: await raise(inside) });
	const plan = { unit: COMMUNE, from: '2025-03-02', to: '2025-03-03' };
	await inside.give('district-461', 'visit.plan', { ...plan, group: 'group-1' });
	await inside.give('coordinator', 'visit.plan', { ...plan, group: 'group-2' });
	await inside.give('coordinator', 'visit.publish', { visits: [2] });
	await inside.give('coordinator', 'visit.cancel', { visit: 1 });
	await inside.give('coordinator', 'visit.cancel', { visit: 2, reason: 'Đổi kế hoạch' });

	const facts = () => readFacts(database.db, campaign.id, 0, 1000);
	const written = await facts();
	const { db } = database;
	await down(db as never);
	await up(db as never);
	expect(await facts()).toEqual(written);
	const told = written.flatMap(({ kind, signed, data }) => {
		const draft = 'visit' in data && isDraft(data.visit) ? ' of a draft' : '';
		return signed ? [`${kind}${draft} by ${signed.role} ${signed.place}`] : [];
	});
	expect(told).toEqual([
		'report.submitted by focal_point 19330',
		'request.raised by focal_point 19330',
		'request.claimed by group_member group-1',
		'visit.planned of a draft by district_officer 461',
		'visit.planned of a draft by coordinator null',
		'visit.published by coordinator null',
		'visit.cancelled of a draft by coordinator null',
		'visit.cancelled by coordinator null'
	]);
});
