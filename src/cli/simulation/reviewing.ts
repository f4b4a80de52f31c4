import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ReportedDay } from '#lib/campaign/reports/entry.ts';
import { reviewOf } from '#lib/simulation/review.ts';
import type { Endpoint, Participant } from './participant.ts';
import type { FollowedCampaign } from './followed-campaign.ts';

/** Real milliseconds between two looks of the officers at their districts. */
const LOOK_EVERY = 500;

interface People {
	/** District officers by district, and focal points by commune. */
	officers: Map<string, Participant>;
	communes: Map<string, Participant>;
}

/** Officers read and answer what communes report, and communes answer what comes back; until aborted. */
export async function review(
	followed: FollowedCampaign,
	{ officers, communes }: People,
	endpoint: Endpoint
): Promise<void> {
	const answered = new Set<string>();
	for (;;) {
		await sleep(LOOK_EVERY, undefined, { signal: endpoint.signal });
		for (const [code, officer] of officers) {
			const district = followed.board.units.get(code);
			if (!district) continue;
			for (const doing of reviewOf(followed.board, district, followed.now())) {
				await officer.send({ id: randomUUID(), ...doing });
			}
		}
		for (const { code: unit, days, reminded } of followed.board.units.values()) {
			const commune = communes.get(unit);
			if (!commune) continue;
			if (reminded && !reminded.seen) {
				const input = { unit, date: reminded.date, of: 'reminder' } as const;
				await commune.send({ id: randomUUID(), type: 'report.seen', input });
			}
			for (const [date, { state, return_seen, revision }] of Object.entries(days)) {
				if (state !== 'returned' || answered.has(`${unit} ${date} ${revision}`)) continue;
				answered.add(`${unit} ${date} ${revision}`);
				if (!return_seen) {
					const input = { unit, date, of: 'return' } as const;
					await commune.send({ id: randomUUID(), type: 'report.seen', input });
				}
				void confirm(commune, { unit, date, revision }, followed, endpoint).catch(() => undefined);
			}
		}
	}
}

/** The commune looked again and found its figure right: it says so an hour or so later. */
async function confirm(
	commune: Participant,
	{ unit, date, revision }: { unit: string; date: string; revision: number },
	followed: FollowedCampaign,
	{ baseUrl, campaign, signal }: Endpoint
): Promise<void> {
	const asked = followed.now().getTime();
	while (followed.now().getTime() - asked < 3_600_000) await sleep(200, undefined, { signal });
	const response = await fetch(new URL(`/api/v1/campaigns/${campaign}/reports/${unit}`, baseUrl), {
		headers: { authorization: `Bearer ${commune.token}` },
		signal
	});
	const { days = [] } = (await response.json()) as { days?: ReportedDay[] };
	const day = days.find((one) => one.date === date);
	if (day?.revision !== revision || day.lines.length === 0) return;
	const input = {
		...{ unit, date, lines: day.lines.slice(0, 1), base_revision: revision },
		device_time: followed.now().toISOString(),
		note: 'Đã đối chiếu với sổ, số đúng.'
	};
	await commune.send({ id: randomUUID(), type: 'report.submit', input });
}
