import { expect, it } from 'vitest';
import { quangTri } from '#lib/campaign/test-campaign.ts';
import { COMMANDS } from '#lib/campaign/features.ts';
import type { CommandType } from '#lib/protocol/commands.ts';
import { Problem } from '../problem.ts';
import { checkWhen } from './when.ts';

/** Commands that are refused at a local time, with what. */
function refusedAt(time: string): Record<string, string> {
	const refused: Record<string, string> = {};
	for (const type of Object.keys(COMMANDS) as CommandType[]) {
		try {
			checkWhen(type, quangTri, new Date(`${time}+07:00`));
		} catch (error) {
			if (!(error instanceof Problem)) throw error;
			refused[type] = `${error.code} ${error.key}`;
		}
	}
	return refused;
}

it('takes everything before the campaign and on its days', () => {
	expect(refusedAt('2025-02-01T09:00:00')).toEqual({});
	expect(refusedAt('2025-03-20T23:59:59')).toEqual({});
});

it('begins nothing new after the last day, and goes on with what is begun', () => {
	const over = { 'request.raise': 'conflict campaign_over' };
	expect(refusedAt('2025-03-21T00:00:00')).toEqual(over);
	expect(refusedAt('2025-03-22T17:29:59')).toEqual(over);
});

it('leaves the result alone once the last day is locked', () => {
	expect(refusedAt('2025-03-22T17:30:00')).toEqual({
		'request.raise': 'conflict campaign_over',
		'target.declare': 'locked campaign_locked'
	});
});
