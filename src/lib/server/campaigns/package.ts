import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Campaign } from '#lib/campaign/campaign.ts';
import type { Boundaries } from '#lib/protocol/boundaries.ts';
import { allocateTargets } from './allocate-targets.ts';
import { checkTargets } from './check-targets.ts';
import { Problems, type ImportProblem } from './problem.ts';
import { NOTHING_READ, readCampaign } from './read-campaign.ts';
import { readGazetteer } from './read-gazetteer.ts';
import { mapUnits, readMap } from './read-map.ts';
import { readTargets, type PackageTarget } from './read-targets.ts';
import { readUnits, type PackageUnit } from './read-units.ts';

/** A campaign as its files describe it, checked; see docs/campaign-package.md. */
export interface CampaignPackage {
	campaign: Omit<Campaign, 'simulated' | 'clock' | 'setup'>;
	/** In the order in which they are shown. */
	units: PackageUnit[];
	/** Published ones and those computed from them. */
	targets: PackageTarget[];
	boundaries: Boundaries | null;
}

export type PackageRead =
	{ ok: true; package: CampaignPackage } | { ok: false; problems: ImportProblem[] };

const FILES = { campaign: 'campaign.json', units: 'units.csv', targets: 'targets.csv' };
const MAPS = ['boundaries.topo.json', 'boundaries.geojson'];
/** Points from which a map is drawn where no boundaries are brought. */
const GAZETTEER = 'gazetteer.csv';

/** Reads a package from a folder. Files it does not know are ignored. */
export async function readPackage(folder: string): Promise<PackageRead> {
	const files = new Map<string, Uint8Array>();
	for (const name of [...Object.values(FILES), ...MAPS, GAZETTEER]) {
		try {
			files.set(name, await readFile(join(folder, name)));
		} catch (error) {
			if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
		}
	}
	return checkPackage(files);
}

/** Checks a package given as its files by name; finds everything that is wrong, not only the first. */
export function checkPackage(files: ReadonlyMap<string, Uint8Array>): PackageRead {
	const problems = new Problems();
	const text = (file: string, isNeeded = true) => {
		const bytes = files.get(file);
		if (bytes) return decode(file, bytes, problems);
		if (isNeeded) problems.add({ file, line: null, column: null }, 'import_file_missing', {});
		return null;
	};
	const json = text(FILES.campaign);
	const unitsCsv = text(FILES.units);
	const targetsCsv = text(FILES.targets, false);

	const { campaign, measures, ...expected } =
		json === null ? NOTHING_READ : readCampaign(FILES.campaign, json, problems);
	const { units, levels, codes } =
		unitsCsv === null
			? { units: [], levels: [], codes: null }
			: readUnits(FILES.units, unitsCsv, expected, problems);
	const planned =
		targetsCsv === null
			? []
			: readTargets(FILES.targets, targetsCsv, { units: codes, measures }, problems);

	const maps = new Map<string, string>();
	for (const file of MAPS) {
		const map = files.has(file) ? text(file) : null;
		if (map !== null) maps.set(file, map);
	}
	// A map cannot be judged by places that are wrong themselves.
	const places = maps.size === 0 && files.has(GAZETTEER) ? text(GAZETTEER) : null;
	const boundaries = problems.has(FILES.units)
		? null
		: places === null
			? readMap(maps, units, problems)
			: readGazetteer(GAZETTEER, places, mapUnits(units), problems);

	const targets = [...planned];
	if (campaign && problems.list.length === 0) {
		targets.push(...allocateTargets(units, planned));
		checkTargets(FILES.units, units, targets, problems);
	}
	if (!campaign || problems.list.length > 0) return { ok: false, problems: problems.list };
	const { allocation: _, ...setUp } = campaign;
	return { ok: true, package: { campaign: { ...setUp, levels }, units, targets, boundaries } };
}

/** UTF-8 with or without its mark, whatever ends its lines; composed, so that equal names are equal. */
function decode(file: string, bytes: Uint8Array, problems: Problems): string | null {
	try {
		const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
		return text.replace(/\r\n?/g, '\n').normalize('NFC');
	} catch {
		problems.add({ file, line: null, column: null }, 'import_not_utf8', {});
		return null;
	}
}
