import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { emptyBoard } from '#lib/campaign/board.ts';
import type { FactView } from '#lib/campaign/facts.ts';
import { reduceReceived } from '#lib/campaign/read-fact.ts';
import { viewKey } from '#lib/campaign/reach.ts';
import type { Role } from '#lib/protocol/people.ts';
import { snapshotOf, type Snapshot } from '#lib/protocol/snapshot.ts';
import { createTestDatabase, type TestDatabase } from '../harness/database.ts';
import {
	OTHER_CAMPAIGNS,
	prepareOther,
	type OtherCampaign,
	type Prepared
} from '../harness/other-campaigns.ts';
import { startServer, type TestProcess } from '../harness/server.ts';
import { openSessions } from '../harness/sessions.ts';

const NAMES = OTHER_CAMPAIGNS.filter((name) => name !== 'nation'); // as ministry, and a hundred times as large
const REGISTERS = /(?<!\p{L})sổ(?!\p{L})|books?\b|trường hợp|\bcases?\b|register/iu;
const UNITS = /huyện|district|(?<!\p{L})xã(?!\p{L})|commune|tỉnh|province/iu;
/** Words of other campaigns that nobody may read in these. */
const FOREIGN: Record<OtherCampaign, RegExp[]> = {
	'two-levels': [/huyện|district/i],
	census: [REGISTERS, UNITS],
	ministry: [/cả tỉnh|whole province/i],
	vaccination: [REGISTERS, UNITS],
	nation: [/huyện|district/i],
	'one-day': [REGISTERS, /huyện|district/i]
};
const PAGES: [Role, string[]][] = [
	['leader', ['map', 'map?unit=LEAF', 'requests']],
	['coordinator', ['review', 'requests', 'groups', 'report', 'inbox']],
	['focal_point', ['report', 'requests', 'requests/new', 'inbox']],
	['group_member', ['today', 'requests']]
];

let database: TestDatabase;
let server: TestProcess;
const prepared = new Map<OtherCampaign, Prepared>();
beforeAll(async () => {
	database = await createTestDatabase();
	for (const name of NAMES) prepared.set(name, await prepareOther(database.db, name));
	server = await startServer(database.url);
});
afterAll(async () => {
	await server.stop();
	await database.drop();
});

/** Somebody at the HTTP API of a campaign. */
async function enter({ slug, people }: Prepared, role: Role) {
	const [token = ''] = await openSessions(database, [people[role]!]);
	const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
	const at = `${server.url}/api/v1/campaigns/${slug}`;
	return {
		read: async <T>(path: string) =>
			(await (await fetch(`${at}/${path}`, { headers })).json()) as T,
		give: async (type: string, input: object) => {
			const body = JSON.stringify({ id: randomUUID(), type, input });
			const answer = await fetch(`${at}/commands`, { method: 'POST', headers, body });
			return (await answer.json()) as {
				ok: boolean;
				result?: Record<string, unknown>;
				error?: { code: string };
			};
		}
	};
}

describe.each(NAMES)('%s', (name) => {
	test('takes reports, a request and a visit, and sums them up through every level', async () => {
		const campaign = prepared.get(name)!;
		const { leaf, far, area } = campaign;
		const [focal, coordinator] = [
			await enter(campaign, 'focal_point'),
			await enter(campaign, 'coordinator')
		];
		const before = await focal.read<Snapshot>('snapshot');
		const { measures, categories } = before.campaign;
		const report = (unit: string, amount: number) => ({
			...{ unit, date: '2025-03-01' },
			lines: measures.map(({ key }) => ({ category: categories[0]!.key, measure: key, amount }))
		});
		expect(await focal.give('report.submit', report(leaf, 7))).toMatchObject({ ok: true });
		expect(await focal.give('report.submit', report(far, 7))).toMatchObject({
			error: { code: 'not_found' }
		});
		expect(await coordinator.give('report.submit', report(far, 5))).toMatchObject({ ok: true });
		// Above the leaves nobody reports.
		if (area) {
			const above = await coordinator.give('report.submit', report(area, 1));
			expect(above.error?.code).toBe('not_found');
		}
		const kind = before.campaign.request_kinds[0]!.key;
		const about = { unit: leaf, kind, severity: 'blocking', title: 'Mất điện' };
		expect(await focal.give('request.raise', about)).toMatchObject({ ok: true });
		expect(await focal.give('request.raise', { ...about, kind: 'unheard_of' })).toMatchObject({
			error: { code: 'invalid', field: 'kind' }
		});
		const visit = { group: 'group-1', unit: area ?? leaf, from: '2025-03-01', to: '2025-03-01' };
		const { result } = await coordinator.give('visit.plan', visit);
		expect(await coordinator.give('visit.publish', { visits: [result?.['visit']] })).toMatchObject({
			ok: true
		});
		const after = await coordinator.read<Snapshot>('snapshot');
		const unit = (code: string) => after.units.find((one) => one.code === code)!;
		for (const { key } of measures) {
			expect(unit('top').done[key]).toBe(12);
			expect(unit(leaf).done[key]).toBe(7);
			if (area) expect(unit(area).done[key]).toBe(7);
		}
	});

	test('is folded from the log to what each role’s snapshot says', async () => {
		const campaign = prepared.get(name)!;
		for (const role of Object.keys(campaign.people) as Role[]) {
			const person = await enter(campaign, role);
			const snapshot = await person.read<Snapshot>('snapshot');
			const board = { ...emptyBoard(campaign.slug), view: snapshot.view };
			const { facts } = await person.read<{ facts: FactView[] }>('facts?after=0&limit=1000');
			for (const fact of facts) expect(reduceReceived(board, fact), fact.kind).toBe(true);
			const again = await person.read<Snapshot>('snapshot');
			expect(snapshotOf(board, new Date(again.as_of)), role).toEqual(again);
		}
	});

	test('an officer of an area of any level sees what lies in it, and nothing of the other areas', async () => {
		const campaign = prepared.get(name)!;
		if (!campaign.people.district_officer) return expect(campaign.area).toBeNull();
		const officer = await enter(campaign, 'district_officer');
		const { view, units } = await officer.read<Snapshot>('snapshot');
		const own = /^area (.+)$/.exec(view)?.[1] ?? '';
		expect(view).toBe(viewKey({ role: 'district_officer', unit: own }));
		expect(units.find(({ code }) => code === own)?.parent).toBe('top');
		expect(await officer.read(`reports/${campaign.leaf}`)).toMatchObject({ unit: campaign.leaf });
		expect(await officer.read(`reports/${campaign.far}`)).toMatchObject({ ok: false });
		const accept = (unit: string) =>
			officer.give('report.accept', { unit, date: '2025-03-01', revision: 1 });
		expect(await accept(campaign.far)).toMatchObject({ error: { code: 'not_found' } });
		expect(await accept(campaign.leaf)).toMatchObject({ ok: true });
	});

	test('says on every page what its own things are called, in both languages', async () => {
		const { slug, people, leaf } = prepared.get(name)!;
		const found: string[] = [];
		for (const [role, paths] of PAGES) {
			const [token = ''] = await openSessions(database, [people[role]!]);
			for (const locale of ['vi', 'en']) {
				const headers = { cookie: `session=${token}; PARAGLIDE_LOCALE=${locale}` };
				for (const path of paths) {
					const url = `${server.url}/${slug}/${path.replace('LEAF', leaf)}`;
					const response = await fetch(url, { headers });
					expect(response.status, path).toBe(200);
					const words = wordsOf(await response.text());
					expect(words, path).toContain(locale === 'vi' ? 'Hỗ trợ' : 'Help');
					for (const foreign of FOREIGN[name]) {
						const { index } = foreign.exec(words) ?? {};
						if (index === undefined) continue;
						found.push(`${path} ${locale}: ${words.slice(Math.max(index - 40, 0), index + 40)}`);
					}
				}
			}
		}
		expect(found).toEqual([]);
	});
});

/** What a page says and what it calls its controls, without its program. */
function wordsOf(html: string): string {
	const body = html.slice(html.indexOf('<body')).replaceAll(/<(script|style)\b[^]*?<\/\1>/g, '');
	const labels = [...body.matchAll(/(?:aria-label|title|placeholder|alt)="([^"]*)"/g)];
	return [body.replaceAll(/<[^>]*>/g, ' '), ...labels.map(([, label]) => label)].join(' | ');
}
