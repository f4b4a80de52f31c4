import type { Fact, FactKind } from '../facts.ts';
import type { Visit } from '../visits/visit.ts';
import type { SupportRequest } from '../requests/request.ts';
import { smallBoard } from '../test-campaign.ts';
import type { Member } from './notice.ts';
import type { NoticeContext } from './notice-rule.ts';
import { notify } from './notify.ts';

const member = (
	username: string,
	role: string,
	{ unit = null, group = null, leads = false }: Partial<Member> = {}
): Member => ({
	account: username.length * 100 + username.charCodeAt(username.length - 1),
	username,
	role,
	unit,
	group,
	leads
});

/** Of Quảng Trị: two districts, two communes, three groups. */
export const members = [
	member('leader', 'leader'),
	member('coordinator', 'coordinator'),
	member('administrator', 'administrator'),
	member('district-461', 'district_officer', { unit: '461' }),
	member('district-469', 'district_officer', { unit: '469' }),
	member('commune-19330', 'focal_point', { unit: '19330' }),
	member('commune-19678', 'focal_point', { unit: '19678' }),
	member('group-1', 'group_member', { group: 'group-1', leads: true }),
	member('group-1-2', 'group_member', { group: 'group-1' }),
	member('group-2', 'group_member', { group: 'group-2', leads: true }),
	member('group-3', 'group_member', { group: 'group-3', leads: true })
];

export const group = (code: string, base: string | null) => ({
	...{ code, base, name_vi: code, name_en: code, capacity: 5, phone: null, members: [] }
});

export function request(changes: Partial<SupportRequest> = {}): SupportRequest {
	return {
		...{ number: 12, unit: '19330', kind: 'equipment', severity: 'slowing', state: 'open' },
		...{ raised_at: AT, raised_by: 'commune-19330', at: AT, holder: null, release_asked: null },
		...{ waiting_until: null, responded_at: null, resolved_at: null, resolved_by: null },
		...{ outcome: null, verified_by: null, duplicate_of: null, incident: null, due: null },
		...{ escalation: null, reopened: 0, comments: 0, files: 0 },
		...changes
	};
}
export const AT = '2025-03-07T03:00:00.000Z';
export const held = (person: string, group: string) => ({
	holder: { person, group, since: AT, until: '2025-03-07T05:00:00.000Z' },
	state: 'claimed' as const
});
export const visit = (changes: Partial<Visit> = {}): Visit => ({
	...{ number: 5, group: 'group-2', unit: '19330', from: '2025-03-07', to: '2025-03-08' },
	...{ state: 'published', arrived_at: null, left_at: null, at: AT },
	...changes
});

/** NoticeContext facts of which nothing else is known. */
export const SILENT = {
	...{ tookPart: () => new Set<number>(), mentions: () => [], solver: () => undefined },
	...{ closer: () => undefined, reason: () => null }
};

/** Who is told what and why, as 'group-1: lease_ending, holder'. */
export function told(facts: Fact | Fact[], context: Partial<NoticeContext> = {}): string[] {
	const board = smallBoard();
	for (const [code, base] of [
		['group-1', '461'],
		['group-2', null],
		['group-3', '469']
	] as const) {
		board.groups.set(code, group(code, base));
	}
	const whole: NoticeContext = {
		...{ board, members, requestBefore: () => undefined, visitBefore: () => undefined },
		...SILENT,
		...context
	};
	return notify([facts].flat(), whole).map(({ account, kind, why }) => {
		const to = members.find((one) => one.account === account);
		return `${to?.username}: ${kind}, ${why}`;
	});
}

let seq = 0;
export const fact = (kind: FactKind, actor: string, data: object) =>
	({ seq: ++seq, at: AT, kind, actor, data }) as Fact;
