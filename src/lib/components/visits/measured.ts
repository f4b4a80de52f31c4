import { formatCount } from '../words/format.ts';

/** A distance in words' parts: whole kilometres from ten on, and how sure the phone was, in metres. */
export function measured(
	kilometres: number,
	{ accuracy }: { accuracy: number }
): { km: string; metres: string } {
	const km = kilometres < 10 ? Math.round(kilometres * 10) / 10 : Math.round(kilometres);
	return { km: formatCount(km), metres: formatCount(Math.round(accuracy)) };
}
