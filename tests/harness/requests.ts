import type { Severity } from '#lib/campaign/requests/request.ts';
import type { Inside } from './inside.ts';

/** The commune of most tests, and who reports for it. */
export const COMMUNE = '19330';
export const FOCAL = 'commune-19330';

/** A commune's focal point raises a request. @returns its number */
export async function raise(
	inside: Inside,
	severity: Severity = 'slowing',
	unit = COMMUNE
): Promise<number> {
	const answer = await inside.give(`commune-${unit}`, 'request.raise', {
		...{ unit, kind: 'equipment', severity, title: 'Máy quét hỏng', body: 'Đèn đỏ' }
	});
	if (!answer.ok) throw new Error(JSON.stringify(answer));
	return Number(answer.result['request']);
}

/** A request's history, oldest step first. */
export function stepsOf({ database }: Inside, request: number) {
	return database.db
		.selectFrom('request_step')
		.select(['position', 'step', 'text', 'details', 'group_code'])
		.where('number', '=', request)
		.orderBy('position')
		.execute();
}
