import type { BoardUnit } from '#lib/campaign/board.ts';
import type { Amounts } from '#lib/campaign/campaign.ts';
import type { SupportRequest } from '#lib/campaign/requests/request.ts';
import type { Snapshot, SnapshotUnit } from '#lib/protocol/snapshot.ts';
import { amountsOf, same, type Recount } from './recount.ts';
import { saying, type RecountRequests } from './recount-requests.ts';

/** Where the days on a screen (or in a snapshot) are not what the revisions add up to. */
export function differencesOfDays(
	units: Iterable<Pick<BoardUnit, 'code' | 'level'> & { days?: BoardUnit['days'] }>,
	recount: Recount
): string[] {
	const shown = new Map<string, unknown>();
	for (const { code, days = {} } of units) {
		for (const [date, { amounts, revision, receipt }] of Object.entries(days)) {
			shown.set(`${code} ${date}`, { amounts, revision, receipt });
		}
	}
	const keys = new Set([...shown.keys(), ...recount.days.keys()]);
	return [...keys].flatMap((key) => {
		const day = recount.days.get(key);
		const { revision, receipt } = day ?? {};
		const counted = day && { amounts: amountsOf(day), revision, receipt };
		if (same(shown.get(key), counted)) return [];
		return `${key}: shown ${JSON.stringify(shown.get(key))}, recount ${JSON.stringify(counted)}`;
	});
}

/** Where the sums of a snapshot, at every level, are not what the revisions add up to. */
export function differencesOfSums({ units, campaign }: Snapshot, recount: Recount): string[] {
	const byCode = new Map(units.map((unit) => [unit.code, unit]));
	const done = new Map<string, Amounts>();
	const today = new Map<string, Amounts>();
	const zero = Object.fromEntries(campaign.measures.map(({ key }) => [key, 0]));
	for (const day of recount.days.values()) {
		let unit: SnapshotUnit | undefined = byCode.get(day.unit);
		for (; unit; unit = unit.parent === null ? undefined : byCode.get(unit.parent)) {
			for (const sums of day.date === campaign.today ? [done, today] : [done]) {
				const sum = sums.get(unit.code) ?? { ...zero };
				for (const [measure, amount] of Object.entries(amountsOf(day))) {
					sum[measure] = (sum[measure] ?? 0) + amount;
				}
				sums.set(unit.code, sum);
			}
		}
	}
	return units.flatMap((unit) => {
		const shown = [unit.done, unit.today];
		const counted = [done.get(unit.code) ?? zero, today.get(unit.code) ?? zero];
		if (same(shown, counted)) return [];
		return `${unit.code}: shown ${JSON.stringify(shown)}, recount ${JSON.stringify(counted)}`;
	});
}

/** Where the requests on a screen (or in a snapshot) are not what was done about them. */
export function differencesOfRequests(
	requests: Iterable<SupportRequest>,
	recount: RecountRequests
): string[] {
	const shown = new Map([...requests].map((request) => [request.number, saying(request)]));
	const numbers = new Set([...shown.keys(), ...recount.requests.keys()]);
	return [...numbers].flatMap((number) => {
		const request = recount.requests.get(number);
		const counted = request && saying(request);
		if (shown.get(number) === counted) return [];
		return `${number}: shown ${shown.get(number)}, recount ${counted}`;
	});
}
