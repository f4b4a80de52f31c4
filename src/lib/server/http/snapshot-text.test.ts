import { expect, test } from 'vitest';
import { smallBoard } from '#lib/campaign/test-campaign.ts';
import { CampaignLog } from '../log/campaign-log.ts';
import { snapshotTag } from './snapshot-text.ts';

/** The tag at a moment of a board on which nothing happens. */
function tagAt(moment: string): string {
	const asOf = () => new Date(moment);
	const board = { ...smallBoard(), seq: 7 };
	return snapshotTag(new CampaignLog(undefined as never, 1, board, { recent: [], asOf }));
}

test('the tag of a snapshot is its seq, mark and set-up while the campaign runs', () => {
	expect(tagAt('2025-03-07T10:00:00+07:00')).toBe('"7-start-1"');
	expect(tagAt('2025-03-20T23:59:59+07:00')).toBe('"7-start-1"');
});

test('it does not outlive a midnight that no fact marks', () => {
	const after = ['2025-03-21T00:00:00+07:00', '2025-03-22T00:00:00+07:00'].map(tagAt);
	expect(new Set(['"7-start-1"', ...after]).size).toBe(3);
});
