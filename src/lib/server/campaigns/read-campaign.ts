import * as v from 'valibot';
import { campaignLength } from '#lib/campaign/calendar/calendar.ts';
import type { Level } from '#lib/campaign/campaigns/levels.ts';
import { MOST_DAYS, PackageCampaign, PartOfCampaign } from './campaign-schema.ts';
import { brokenLine, jsonLines } from './json-lines.ts';
import type { Place, Problems, SchemaWord } from './problem.ts';

export interface CampaignRead {
	/** Null when it does not fit the schema. */
	campaign: PackageCampaign | null;
	/** Keys of the measures, and the levels it names, as far as they could be read. */
	measures: string[];
	levels: Level[] | null;
	/** Whether `units.csv` needs the column `weight`. */
	weighted: boolean;
}

/** Of a file that is missing or no JSON. */
export const NOTHING_READ: CampaignRead = {
	...{ campaign: null, measures: [], levels: null, weighted: false }
};

type PlaceOf = (path: string) => Place;

/** Reads and checks `campaign.json`. */
export function readCampaign(file: string, json: string, problems: Problems): CampaignRead {
	const raw = parseJson(file, json, problems);
	if (raw === undefined) return NOTHING_READ;
	const lines = jsonLines(json);
	const at: PlaceOf = (path) => {
		const parent = path.replace(/\.?[^.]*$/, '');
		return { file, line: lines.get(path) ?? lines.get(parent) ?? 1, column: path || null };
	};
	const { success, output, issues } = v.safeParse(PackageCampaign, raw);
	for (const issue of issues ?? []) {
		const path = v.getDotPath(issue) ?? '';
		problems.add(at(path), `import_${issue.message as SchemaWord}`, { entry: path });
	}
	const part = v.safeParse(PartOfCampaign, raw);
	const { measures = [], categories = [], levels = null } = part.success ? part.output : {};
	const {
		request_kinds = [],
		participants = [],
		allocation = null
	} = part.success ? part.output : {};
	checkKeys('measures', measures, at, problems);
	checkKeys('categories', categories, at, problems);
	checkKeys('levels', levels ?? [], at, problems);
	checkKeys('request_kinds', request_kinds, at, problems);
	checkKeys('participants', participants, at, problems);
	if (success) checkSense(output, at, problems);
	return {
		campaign: success ? output : null,
		measures: measures.map(({ key }) => key),
		levels,
		weighted: allocation === 'weight'
	};
}

function parseJson(file: string, json: string, problems: Problems): unknown {
	try {
		return JSON.parse(json);
	} catch {
		problems.add({ file, line: brokenLine(json), column: null }, 'import_json_broken', {});
	}
}

function checkKeys(list: string, entries: { key: string }[], at: PlaceOf, problems: Problems) {
	const first = new Map<string, string>();
	for (const [i, { key }] of entries.entries()) {
		const path = `${list}.${i}.key`;
		const other = first.get(key);
		if (other !== undefined && key) problems.add(at(path), 'import_key_twice', { key, other });
		else first.set(key, path);
	}
}

function checkSense(campaign: PackageCampaign, at: PlaceOf, problems: Problems) {
	const days = campaignLength(campaign);
	if (days < 1) problems.add(at('ends_on'), 'import_ends_before_start', {});
	if (days > MOST_DAYS) problems.add(at('ends_on'), 'import_too_long', { days, most: MOST_DAYS });
	const { on_track, at_risk, lease, lease_warning } = campaign.rules;
	if (at_risk > on_track) problems.add(at('rules.at_risk'), 'import_shares_order', {});
	if (lease <= lease_warning) problems.add(at('rules.lease'), 'import_lease_short', {});
	const primary = campaign.measures.filter((measure) => measure.primary);
	if (primary.length === 1) return;
	const second = campaign.measures.findLastIndex((measure) => measure.primary);
	const place = second < 0 ? 'measures' : `measures.${second}.primary`;
	problems.add(at(place), 'import_primary_one', { count: primary.length });
}
