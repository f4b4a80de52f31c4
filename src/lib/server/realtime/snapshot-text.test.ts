import { expect, test } from 'vitest';
import { smallBoard } from '#lib/campaign/test-campaign.ts';
import type { Viewer } from '#lib/campaign/reach.ts';
import { CampaignLog } from '../log/campaign-log.ts';
import { snapshotTag } from './snapshot-text.ts';

const LEADER: Viewer = { role: 'leader', unit: null };

/** The tag at a moment of a board on which nothing happens. */
function tagAt(moment: string, viewer = LEADER): string {
	const asOf = () => new Date(moment);
	const board = { ...smallBoard(), seq: 7 };
	const load = () => Promise.reject(new Error('not in this test'));
	const log = new CampaignLog(undefined as never, 1, { board, recent: [] }, { asOf, load });
	return snapshotTag(log, viewer);
}

test('the tag of a snapshot is its seq, past, set-up and view while the campaign runs', () => {
	expect(tagAt('2025-03-07T10:00:00+07:00')).toBe('"7-start-1 staff"');
	expect(tagAt('2025-03-20T23:59:59+07:00')).toBe('"7-start-1 staff"');
});

test('it does not outlive a midnight that no fact marks', () => {
	const after = ['2025-03-21T00:00:00+07:00', '2025-03-22T00:00:00+07:00'].map((moment) =>
		tagAt(moment)
	);
	expect(new Set(['"7-start-1 staff"', ...after]).size).toBe(3);
});

test('who may know other things has another tag', () => {
	const noon = '2025-03-07T12:00:00+07:00';
	const viewers = [
		...[LEADER, { role: 'group_member', unit: null }],
		...['461', '469'].map((unit) => ({ role: 'district_officer', unit })),
		...['19330', '19678'].map((unit) => ({ role: 'focal_point', unit }))
	];
	expect(new Set(viewers.map((viewer) => tagAt(noon, viewer))).size).toBe(viewers.length);
});
