import { expect, test } from 'vitest';
import { fact, group, held, request, visit } from '#lib/campaign/notices/test-notices.ts';
import { overwriteGetLocale } from '#lib/paraglide/runtime.js';
import { smallBoard } from '#lib/campaign/test-campaign.ts';
import { feedLine, placeOf } from './feed-line.ts';

overwriteGetLocale(() => 'vi');
const member = {
	username: 'group-1-2',
	name_vi: 'Lê Thị Hoa',
	name_en: 'Le Thi Hoa',
	leads: false
};
const groups = new Map([['group-1', { ...group('group-1', null), members: [member] }]]);
const context = {
	...{ campaign: smallBoard().campaign, groups },
	...{ count: 1, places: '', open: false }
};
const line = (...about: Parameters<typeof fact>) => feedLine(fact(...about), context);

test('a line names the place and the person whose name everybody has', () => {
	const claimed = fact('request.claimed', 'group-1-2', {
		request: request(held('group-1-2', 'group-1'))
	});
	expect(placeOf(claimed)).toBe('19330');
	expect(feedLine(claimed, context)).toBe('group-1 · Lê Thị Hoa nhận yêu cầu #12');
	const arrived = visit({ group: 'group-1', state: 'on_site' });
	expect(line('visit.arrived', 'group-1-2', { visit: arrived })).toContain('Lê Thị Hoa');
	// An actor that is withheld is no user name: the group alone is named.
	expect(line('visit.arrived', 'group_member 19330', { visit: arrived })).toBe('group-1 đã đến');
});

test('a line about an outcome says which', () => {
	const resolved = request({ state: 'resolved', resolved_by: 'group-1', outcome: 'rejected' });
	expect(line('request.resolved', 'group-1-2', { request: resolved })).toBe(
		'group-1 · Lê Thị Hoa báo kết quả yêu cầu #12: không thực hiện được'
	);
	const verified = { ...resolved, state: 'verified', verified_by: 'commune' } as const;
	expect(line('request.verified', 'commune-19330', { request: verified })).toBe(
		'xác nhận yêu cầu #12: không thực hiện được'
	);
});
