import { randomUUID } from 'node:crypto';
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
	const about = {
		unit,
		kind: 'equipment',
		severity,
		title: 'Máy quét hỏng',
		body: 'Đèn đỏ'
	} as const;
	const id = randomUUID();
	const give = () => inside.give(`commune-${unit}`, 'request.raise', about, id);
	let answer = await give();
	// Of hundreds at once some are told to come again with the same id, on a machine that is busy.
	for (let tries = 5; tries > 0 && !answer.ok && answer.error.code === 'unavailable'; tries--) {
		answer = await give();
	}
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
