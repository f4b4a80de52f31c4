import type { NoticeRefs } from './notice.ts';

/**
 * What a notice belongs to in the inbox: one request, one visit, one day's report, one incident; a summary of
 * several stands alone. Kept with the notice: `request 12`.
 * @param seq of the last fact of its action
 */
export function threadOf({ requests, visits, incident, unit, date }: NoticeRefs, seq: number) {
	if (requests?.length === 1) return `request ${requests[0]}`;
	if (visits?.length === 1) return `visit ${visits[0]}`;
	if (date !== undefined) return `report ${unit} ${date}`;
	if (requests && incident !== undefined) return `incident ${incident}`;
	return `summary ${seq}`;
}
