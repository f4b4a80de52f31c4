import { isLeaf } from '#lib/campaign/places/tree.ts';
import { addDays, campaignDates, instantAt } from '#lib/campaign/calendar/calendar.ts';
import { primaryMeasure, type Amounts, type Campaign } from '#lib/campaign/campaign.ts';
import type { CommandInput } from '#lib/protocol/commands.ts';
import type { SnapshotUnit } from '#lib/protocol/snapshot.ts';
import { revisionsOf } from './day-reports.ts';
import { profilesOf, type Profile } from './profile.ts';
import { Random } from './random.ts';
import { shareOut } from './share-out.ts';
import { doneOf, progressOf, shelvesOf } from './work.ts';

const MINUTE = 60_000;

/** A command as it goes over the wire. */
type SimulatedCommand = {
	[Type in 'report.submit' | 'target.declare']: {
		id: string;
		type: Type;
		input: CommandInput<Type>;
	};
}['report.submit' | 'target.declare'];

export interface SimulatedAction {
	/** Campaign time, ISO. */
	at: string;
	/** The commune whose focal point does it. */
	unit: string;
	command: SimulatedCommand;
}

export interface PlanOptions {
	campaign: Campaign;
	units: SnapshotUnit[];
	seed: string;
	/** Districts far away; by default the mountain districts Hướng Hóa and Đakrông. */
	remote?: readonly string[];
}

/**
 * Everything the focal points of a simulated campaign will do, in order of time. The same for the
 * same seed, whatever is already reported: it depends on the parents' targets only. What communes
 * declare adds up to their parent's target exactly.
 */
export function planCampaign(options: PlanOptions): SimulatedAction[] {
	const { campaign, units, seed, remote = ['465', '467'] } = options;
	const totals = totalsOf(campaign, units, seed);
	const primary = primaryMeasure(campaign).key;
	const places = units.flatMap(({ code, parent }) => {
		const size = totals.get(code)?.[primary];
		if (size === undefined || parent === null) return [];
		return [{ code, district: parent, size, remote: remote.includes(parent) }];
	});
	const length = campaignDates(campaign).length;
	const profiles = profilesOf(places, length, new Random(`${seed} profiles`));
	const actions: SimulatedAction[] = [];
	for (const { code } of places) {
		const [total, profile] = [totals.get(code), profiles.get(code)];
		if (total && profile) actions.push(...actionsOf(campaign, code, total, profile, seed));
	}
	return actions.sort((a, b) => a.at.localeCompare(b.at) || a.unit.localeCompare(b.unit));
}

/** What stands on each commune's shelves, by measure. */
function totalsOf(campaign: Campaign, units: SnapshotUnit[], seed: string): Map<string, Amounts> {
	const totals = new Map<string, Amounts>();
	for (const parent of units) {
		const communes = units.filter((u) => isLeaf(campaign, u) && u.parent === parent.code);
		if (communes.length === 0) continue;
		const random = new Random(`${seed} shelves ${parent.code}`);
		const sizes = communes.map(() => random.lognormal(0.38));
		for (const { key } of campaign.measures) {
			// The number of cases in a book differs too.
			const weights = sizes.map((size) => size * random.lognormal(0.15));
			const target = parent.target[key] ?? 0;
			if (target <= 0) continue;
			for (const [i, amount] of shareOut(target, weights).entries()) {
				const code = communes[i]?.code ?? '';
				totals.set(code, { ...totals.get(code), [key]: amount });
			}
		}
	}
	return totals;
}

/** One commune's whole campaign: a declaration on the first or second day, then its reports. */
function actionsOf(
	campaign: Campaign,
	unit: string,
	total: Amounts,
	profile: Profile,
	seed: string
): SimulatedAction[] {
	const random = new Random(`${seed} ${unit}`);
	const clockError = random.chance(0.85) ? random.between(-0.3, 0.3) : random.between(-25, 25);
	const shelves = shelvesOf(campaign, total, random);
	const progress = progressOf(campaign, profile, random);
	const dates = campaignDates(campaign);
	const actions: SimulatedAction[] = [];
	const identify = (name: string) => new Random(`${seed} ${campaign.slug} ${unit} ${name}`).uuid();
	const timeAt = (date: string, minute: number) =>
		instantAt(date, Math.round(minute * MINUTE), campaign.time_zone);

	const counted = addDays(campaign.starts_on, random.chance(0.7) ? 0 : 1);
	actions.push({
		at: timeAt(counted, random.between(8 * 60, 14 * 60 + 30)).toISOString(),
		unit,
		command: { id: identify('target'), type: 'target.declare', input: { unit, target: total } }
	});

	let told = shelves.map(() => 0);
	for (const [i, date] of dates.entries()) {
		const telling = tellingOf(profile, i + 1, random);
		if (telling === 'nothing') continue;
		const done =
			telling === 'zero' ? told : shelves.map((shelf) => doneOf(shelf, progress[i] ?? 0));
		const lines = shelves.map(({ category, measure }, n) => ({
			category,
			measure,
			amount: (done[n] ?? 0) - (told[n] ?? 0)
		}));
		if (foundMore(profile, i + 1, random)) addCases(campaign, lines, random.whole(1, 3));
		told = done;
		const final = i === dates.length - 1;
		const revisions = revisionsOf(lines, { disorder: profile.disorder, final }, random);
		for (const [n, { later, minute, lines, note }] of revisions.entries()) {
			const at = timeAt(addDays(date, later), minute);
			const device_time = new Date(at.getTime() + clockError * MINUTE).toISOString();
			const input = { unit, date, lines, base_revision: n, device_time, note };
			const id = identify(`${date} ${n + 1}`);
			const command = { id, type: 'report.submit', input } as const;
			actions.push({ at: at.toISOString(), unit, command });
		}
	}
	return actions;
}

/** Whether a commune tells the day's work, types a zero or says nothing. */
function tellingOf(profile: Profile, day: number, random: Random): 'work' | 'zero' | 'nothing' {
	const { temper, last, quiet, disorder } = profile;
	const luck = random.between(0, 100) / disorder;
	if (temper === 'stopper' && day > last) return 'nothing';
	if (quiet && day >= quiet.from && day <= quiet.to) return 'nothing';
	if (day === last) return 'work';
	if (day > last) return luck < 12 ? 'nothing' : 'zero';
	return luck < 2 ? 'nothing' : luck < 4 ? 'zero' : 'work';
}

/** A few communes that had finished find another register in a drawer. */
function foundMore({ temper, last }: Profile, day: number, random: Random): boolean {
	return (temper === 'fast' || temper === 'sprinter') && day === last + 2 && random.chance(0.25);
}

/** Adds `amount` to the first line of the measure that progress is judged by. */
function addCases(
	campaign: Campaign,
	lines: { measure: string; amount: number }[],
	amount: number
) {
	const line = lines.find(({ measure }) => measure === primaryMeasure(campaign).key);
	if (line) line.amount += amount;
}
