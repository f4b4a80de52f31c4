import { openCount, type PlaceOperations } from '#lib/campaign/help/place-work.ts';
import type { Status } from '#lib/campaign/status/pace.ts';
import { SEVERITIES } from '#lib/campaign/requests/request.ts';
import type { UnitSummary } from '#lib/campaign/status/summary.ts';
import { m } from '#lib/paraglide/messages.js';
import { formatCount, formatShare } from '../words/format.ts';
import { statusWord } from '../progress/status-words.ts';
import { ownNameOf, placeName } from '../words/unit-name.ts';

/** What the map's colours say. */
export type MapLayer = 'status' | 'progress' | 'freshness' | 'requests';

/** How one unit looks now. Plain data: Leaflet may keep it. */
export interface UnitLook {
	/** CSS paint: a pattern's url or a colour made of tokens. */
	fill: string;
	/** Whether the fill is so light that text on it must be dark. */
	pale: boolean;
	name: string;
	/** The number on the unit; empty where there is nothing to count. */
	figure: string;
	/** What a screen reader says. */
	label: string;
	marks: UnitMarks;
}

/** What stands beside a unit's number: groups on site, and requests that are open. */
interface UnitMarks {
	here: number;
	open: number;
	/** Whether one of them keeps somebody from going on. */
	urgent: boolean;
}

/** One step of a layer's scale. `upTo` is exclusive; the last has no end. */
interface Step {
	upTo: number;
	fill: string;
	pale?: true;
	word: () => string;
}

const mix = (colour: string, percent: number) =>
	`color-mix(in oklab, var(${colour}) ${percent}%, var(--surface))`;
const shares = (from: number, to: number) => () =>
	`${formatShare(from, 0)} – ${formatShare(to, 0)}`;

/** One hue, darker the further a unit has come. */
export const PROGRESS_STEPS: Step[] = [
	{ upTo: 0.1, fill: mix('--accent', 10), pale: true, word: () => `< ${formatShare(0.1, 0)}` },
	{ upTo: 0.2, fill: mix('--accent', 23), pale: true, word: shares(0.1, 0.2) },
	{ upTo: 0.35, fill: mix('--accent', 38), pale: true, word: shares(0.2, 0.35) },
	{ upTo: 0.5, fill: mix('--accent', 53), pale: true, word: shares(0.35, 0.5) },
	{ upTo: 0.75, fill: mix('--accent', 70), word: shares(0.5, 0.75) },
	{ upTo: 1, fill: mix('--accent', 88), word: shares(0.75, 1) },
	{ upTo: Infinity, fill: 'var(--accent-strong)', word: () => `≥ ${formatShare(1, 0)}` }
];

/** By the worst that is open. */
export const REQUEST_STEPS = [
	{ severity: null, fill: mix('--none', 55), pale: true, word: m.map_requests_none },
	{ severity: 'minor', fill: mix('--at-risk', 34), pale: true, word: m.map_requests_minor },
	{ severity: 'slowing', fill: mix('--at-risk', 90), pale: true, word: m.map_requests_slowing },
	{ severity: 'blocking', fill: 'var(--late)', pale: false, word: m.map_requests_blocking }
] as const;

const HOUR = 3_600_000;
const NEVER = 'var(--none)';

/** By age of the newest report in ms: fades from the accent to grey. */
export const FRESHNESS_STEPS: Step[] = [
	{ upTo: HOUR, fill: mix('--accent', 90), word: m.map_fresh_hour },
	{ upTo: 12 * HOUR, fill: mix('--accent', 58), pale: true, word: m.map_fresh_half_day },
	{ upTo: 24 * HOUR, fill: mix('--accent', 34), pale: true, word: m.map_fresh_day },
	{ upTo: 48 * HOUR, fill: mix('--at-risk', 55), pale: true, word: m.map_fresh_two_days },
	{ upTo: Infinity, fill: 'var(--late)', word: m.map_fresh_old },
	{ upTo: NaN, fill: NEVER, word: m.map_no_report }
];

/** `now` less the unit's newest report, in ms; null before the first. */
export function reportAge({ last_report_at }: UnitSummary, now: Date): number | null {
	return last_report_at ? Math.max(now.getTime() - Date.parse(last_report_at), 0) : null;
}

/** 5.400.000 → '1 giờ': as short as a label on the map has to be, rounded down. */
function ageText(age: number): string {
	if (age < 60_000) return m.map_age_now();
	if (age < HOUR) return m.map_age_minutes({ count: Math.floor(age / 60_000) });
	if (age < 48 * HOUR) return m.map_age_hours({ count: Math.floor(age / HOUR) });
	return m.map_age_days({ count: Math.floor(age / (24 * HOUR)) });
}

interface LookingAt {
	layer: MapLayer;
	now: Date;
	/** Names the fill of a status. */
	pattern: (status: Status) => string;
	/** Key of the measure that progress is judged by. */
	primary: string;
	/** The place above, where the name alone does not tell which one it is. */
	above?: UnitSummary | null | undefined;
	/** What is open there and who helps. */
	place?: PlaceOperations | undefined;
}

/** How `unit` looks on a layer. */
export function lookOf(
	unit: UnitSummary,
	parent: UnitSummary | undefined,
	{ layer, now, pattern, primary, above = null, place }: LookingAt
): UnitLook {
	const name = placeName(unit, parent);
	const marks = marksOf(place);
	// On the map itself the place says in which district it lies.
	const said = labelOf(unit, above ? `${name} (${ownNameOf(above)})` : name, primary);
	const label =
		marks.open + marks.here > 0
			? m.map_marks_label({ label: said, open: marks.open, here: marks.here })
			: said;
	return { name, label, marks, ...paintOf(unit, { layer, now, pattern, primary, place }) };
}

function marksOf(place: PlaceOperations | undefined): UnitMarks {
	if (!place) return { here: 0, open: 0, urgent: false };
	const here = place.here.filter(({ state }) => state === 'on_site').length;
	return { here, open: openCount(place), urgent: place.open.blocking > 0 };
}

function labelOf(unit: UnitSummary, name: string, primary: string): string {
	if (unit.status === 'none') return m.map_unit_label_none({ name });
	if (unit.share === null)
		return m.map_unit_label_untargeted({ name, done: formatCount(unit.done[primary] ?? 0) });
	const share = formatShare(unit.share);
	return m.map_unit_label({ name, share, status: lowered(statusWord(unit.status)) });
}

function paintOf(
	unit: UnitSummary,
	{ layer, now, pattern, primary, place }: LookingAt
): Pick<UnitLook, 'fill' | 'pale' | 'figure'> {
	if (layer === 'requests') {
		const worst = SEVERITIES.find((severity) => (place?.open[severity] ?? 0) > 0) ?? null;
		const { fill, pale } = REQUEST_STEPS.find(({ severity }) => severity === worst)!;
		const open = place ? openCount(place) : 0;
		return { fill, pale, figure: open > 0 ? String(open) : '' };
	}
	if (unit.status === 'none') return { fill: pattern('none'), pale: true, figure: '' };
	if (unit.share === null && layer !== 'freshness') {
		return { fill: pattern(unit.status), pale: true, figure: formatCount(unit.done[primary] ?? 0) };
	}
	if (layer === 'status') {
		return { fill: pattern(unit.status), pale: false, figure: formatShare(unit.share ?? 0, 0) };
	}
	if (layer === 'progress') {
		const { fill, pale = false } = stepOf(PROGRESS_STEPS, unit.share ?? 0);
		return { fill, pale, figure: formatShare(unit.share ?? 0) };
	}
	const age = reportAge(unit, now);
	if (age === null) return { fill: NEVER, pale: true, figure: '–' };
	const { fill, pale = false } = stepOf(FRESHNESS_STEPS, age);
	return { fill, pale, figure: ageText(age) };
}

function stepOf(steps: Step[], value: number): Step {
	return steps.find(({ upTo }) => value < upTo) ?? steps.at(-1)!;
}

function lowered(word: string): string {
	return word.charAt(0).toLowerCase() + word.slice(1);
}
