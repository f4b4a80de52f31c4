/**
 * Draws a campaign's schematic map: reads `gazetteer.csv` and `units.csv` in the campaign's folder,
 * writes `boundaries.topo.json` beside them.
 *
 *     node src/cli/draw-map.ts [folder] [units.csv]
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { readLattice } from '#lib/server/boundaries/lattice.ts';
import { readMapUnits } from '#lib/server/boundaries/map-units.ts';
import { drawBoundaries } from '#lib/server/boundaries/schematic.ts';
import { failInOneSentence } from '#lib/server/program.ts';

failInOneSentence();

const [folder = 'src/campaigns/quang-tri-2025', unitsFile = join(folder, 'units.csv')] =
	process.argv.slice(2);

const places = readLattice(readFileSync(join(folder, 'gazetteer.csv'), 'utf8'));
const map = drawBoundaries(places, readMapUnits(readFileSync(unitsFile, 'utf8')));
const text = JSON.stringify(map) + '\n';
const target = join(folder, 'boundaries.topo.json');
writeFileSync(target, text);

const { districts, communes } = map.objects;
console.log(`${target}: ${text.length} bytes, ${gzipSync(text).length} gzipped`);
console.log(
	`${districts.geometries.length} districts, ${communes.geometries.length} communes,`,
	`${map.arcs.length} arcs, ${map.arcs.flat().length} points, bbox ${map.bbox.join(' ')}`
);
