import type { Status } from '#lib/campaign/pace.ts';
import type { UnitSummary } from '#lib/campaign/summary.ts';
import { m } from '#lib/paraglide/messages.js';
import { getLocale } from '#lib/paraglide/runtime.js';
import { formatShare, fullNameOf, nameOf } from '../format.ts';
import { statusWord } from '../status-words.ts';

/** What the map's colours say. */
export type MapLayer = 'status' | 'progress' | 'freshness';

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

/** 5.400.000 → '1 giờ'. Whole units, rounded down. */
export function ageText(age: number): string {
	if (age < 60_000) return m.map_age_now();
	if (age < HOUR) return m.map_age_minutes({ count: Math.floor(age / 60_000) });
	if (age < 48 * HOUR) return m.map_age_hours({ count: Math.floor(age / HOUR) });
	return m.map_age_days({ count: Math.floor(age / (24 * HOUR)) });
}

/** How `unit` looks on a layer. `pattern` names the fill of a status. */
export function lookOf(
	unit: UnitSummary,
	parent: UnitSummary | undefined,
	{ layer, now, pattern }: { layer: MapLayer; now: Date; pattern: (status: Status) => string }
): UnitLook {
	const name = placeName(unit, parent);
	if (unit.share === null) {
		const label = m.map_unit_label_none({ name });
		return { fill: pattern('none'), pale: true, name, figure: '', label };
	}
	const share = formatShare(unit.share);
	const label = m.map_unit_label({ name, share, status: lowered(statusWord(unit.status)) });
	if (layer === 'status') {
		const [fill, figure] = [pattern(unit.status), formatShare(unit.share, 0)];
		return { fill, pale: false, name, figure, label };
	}
	if (layer === 'progress') {
		const { fill, pale = false } = stepOf(PROGRESS_STEPS, unit.share);
		return { fill, pale, name, figure: share, label };
	}
	const age = reportAge(unit, now);
	if (age === null) return { fill: NEVER, pale: true, name, figure: '–', label };
	const { fill, pale = false } = stepOf(FRESHNESS_STEPS, age);
	return { fill, pale, name, figure: ageText(age), label };
}

function stepOf(steps: Step[], value: number): Step {
	return steps.find(({ upTo }) => value < upTo) ?? steps.at(-1)!;
}

function lowered(word: string): string {
	return word.charAt(0).toLowerCase() + word.slice(1);
}

/** The name on the map. A town called like its province says so: 'TX Quảng Trị', 'Quang Tri town'. */
export function placeName(unit: UnitSummary, parent: UnitSummary | undefined): string {
	if (parent?.name_vi !== unit.name_vi) return nameOf(unit);
	if (getLocale() !== 'vi') return fullNameOf(unit);
	const initials = unit.type.split(' ').map((word) => word.charAt(0).toUpperCase());
	return `${initials.join('')} ${nameOf(unit)}`;
}
