import { expect, test } from 'vitest';
import { formerGroup } from './former-group.ts';

const member = (username: string, leads: boolean) => ({
	...{ username, name_vi: username, name_en: username, leads }
});
const group = {
	...{ code: 'a', name_vi: 'Tổ A', name_en: 'Team A', base: '19330', capacity: 5, phone: null },
	members: [member('an', true), member('binh', false)]
};

test('only what was changed gets its former value', () => {
	const saved = { group: 'a', name_vi: 'Tổ A', base: null, capacity: 7, lead: 'binh' };
	expect(formerGroup(group, saved)).toEqual({ group: 'a', base: '19330', capacity: 5, lead: 'an' });
});

test('nothing takes back what was new, had no lead, or is as it was', () => {
	expect(formerGroup(undefined, { group: 'b', name_vi: 'Tổ B' })).toBeNull();
	const leaderless = { ...group, members: [member('an', false)] };
	expect(formerGroup(leaderless, { group: 'a', capacity: 7, lead: 'an' })).toBeNull();
	expect(formerGroup(group, { group: 'a', name_vi: 'Tổ A', phone: null })).toBeNull();
});
