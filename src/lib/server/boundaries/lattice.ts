import { parse } from 'csv-parse/sync';

/** "The place at `lat`, `lng` (degrees) lies in unit `code`"; an empty code is outside them all. */
export interface Place {
	lat: number;
	lng: number;
	code: string;
}

/**
 * Reads a gazetteer, a CSV with the columns `lat,lng,code`.
 * Throws on a coordinate that is not one and on a place named twice.
 */
export function readLattice(csv: string): Place[] {
	const rows = parse<Record<string, string>>(csv, { columns: true, bom: true, trim: true });
	const seen = new Set<string>();
	return rows.map((row, index) => {
		const place = { lat: degrees(row.lat), lng: degrees(row.lng), code: row.code ?? '' };
		const where = `${place.lat},${place.lng}`;
		if (!(Math.abs(place.lat) <= 90 && Math.abs(place.lng) <= 180))
			throw new Error(`Gazetteer row ${index + 1}: no coordinate in ${JSON.stringify(row)}.`);
		if (seen.has(where)) throw new Error(`Gazetteer row ${index + 1}: ${where} is named twice.`);
		seen.add(where);
		return place;
	});
}

function degrees(text: string | undefined): number {
	return text ? Number(text) : NaN; // Number('') would be the equator
}
