import { expect, test } from 'vitest';
import { Recount } from './recount.ts';
import { chance, rounds, tell } from './scale.ts';
import { sendByHttp } from './send.ts';
import { compareAll, snapshotAt } from './verdict.ts';
import { World } from './world.ts';

/** Where servers believe to be: a day ahead of the campaign's, a day behind, and with odd minutes. */
const ZONES = ['Pacific/Kiritimati', 'America/Los_Angeles', 'Asia/Kathmandu', 'UTC'].slice(
	0,
	rounds(2, 4)
);
const HOUR = 3_600_000;

/** Campaign time, and what becomes of a first report of each day then. */
const MOMENTS: [now: string, days: Record<string, 'timely' | 'late' | 'invalid' | 'locked'>][] = [
	[
		'2025-03-02T23:59:30+07:00',
		{ '2025-03-01': 'late', '2025-03-02': 'late', '2025-03-03': 'invalid' }
	],
	[
		'2025-03-03T00:00:00+07:00',
		{ '2025-03-02': 'late', '2025-03-03': 'timely', '2025-03-04': 'invalid' }
	],
	[
		'2025-03-03T17:29:30+07:00',
		{ '2025-03-01': 'late', '2025-03-02': 'late', '2025-03-03': 'timely' }
	],
	[
		'2025-03-03T17:30:01+07:00',
		{ '2025-03-01': 'locked', '2025-03-02': 'late', '2025-03-03': 'late' }
	]
];

test('no report lands on another day, wherever servers and phones believe to be', async () => {
	const random = chance('clocks');
	const world = await World.create();
	const servers = await Promise.all(ZONES.map((TZ) => world.startServer({ TZ })));
	const leader = await world.token('leader');
	const coordinator = await world.token('coordinator');
	const communes = await world.communes();

	const report = async (url: string, unit: string, date: string, device_time: string) => {
		const lines = [{ category: 'birth', measure: 'cases', amount: random.whole(1, 99) }];
		const input = { unit, date, lines, device_time };
		const command = { id: random.uuid(), type: 'report.submit', input };
		const answer = await sendByHttp(url, coordinator, command);
		if (!answer.ok) return answer.error.code;
		return (answer.result as { timely: boolean }).timely ? 'timely' : 'late';
	};

	let reports = 0;
	for (const [now, days] of MOMENTS) {
		await world.setTime(now);
		for (const [i, { url }] of servers.entries()) {
			const server = `at ${now} for a server in ${ZONES[i]}`;
			const { campaign } = await snapshotAt(url, leader, await world.head());
			expect(`${server}: ${campaign.today}`).toBe(`${server}: ${now.slice(0, 10)}`);
			const unit = communes.pop() ?? '';
			const became: Record<string, string> = {};
			for (const date of Object.keys(days)) {
				const wrong = new Date(Date.parse(now) + random.between(-96 * HOUR, 96 * HOUR));
				became[date] = await report(url, unit, date, wrong.toISOString());
				reports++;
			}
			expect({ server, ...became }).toEqual({ server, ...days });
			const { units } = await snapshotAt(url, leader, await world.head());
			const shown = units.find(({ code }) => code === unit)?.days ?? {};
			const stored = Object.keys(days).filter((date) => /timely|late/.test(days[date] ?? ''));
			expect({ server, days: Object.keys(shown).sort() }).toEqual({ server, days: stored });
		}
	}
	const urls = servers.map(({ url }) => url);
	await compareAll(world, new Recount(world), urls);
	tell('clocks', { zones: ZONES.length, moments: MOMENTS.length, reports });
});
