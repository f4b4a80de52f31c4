import type { Server, Socket } from 'socket.io';
import { viewKey, type Viewer } from '#lib/campaign/reach.ts';
import type { ClientEvents, ServerEvents } from '#lib/protocol/frames.ts';
import type { Grant } from '#lib/protocol/people.ts';
import type { SignedIn } from '../auth/sessions.ts';
import type { Locale } from '../problem.ts';

interface SocketData {
	person: SignedIn;
	locale: Locale;
	/** The campaign joined last: what a command without a campaign is about. */
	campaign?: string;
	/** Bytes that its last join gave it at once and that it has not read yet, at most. */
	given?: number;
	/** Version of the messages it said it speaks; absent: none. */
	protocol?: number;
	/** Every campaign it has joined. */
	joined?: Set<string>;
	/** What is on its screen. */
	looking?: { campaign: string; at: string; editing: boolean; since: number };
}
export type LiveServer = Server<ClientEvents, ServerEvents, Record<string, never>, SocketData>;
export type LiveSocket = Socket<ClientEvents, ServerEvents, Record<string, never>, SocketData>;

/** Everybody who follows a campaign. */
export const campaignRoom = (campaign: string) => `campaign:${campaign}`;
/** Kinds of viewers, and what all of a kind may know wherever a fact is about a place none of them is bound to. */
export const VIEWERS = {
	staff: { role: 'leader', unit: null },
	groups: { role: 'group_member', unit: null },
	areas: { role: 'district_officer', unit: null },
	places: { role: 'focal_point', unit: null }
} as const satisfies Record<string, Viewer>;
export type ViewersKind = keyof typeof VIEWERS;

/** All of a kind. */
export const viewersRoom = (campaign: string, kind: ViewersKind) => `viewers:${campaign}:${kind}`;
/** All who know the same, by `viewKey`. */
export const viewRoom = (campaign: string, key: string) => `view:${campaign}:${key}`;

/** The rooms in which somebody hears frames: one of all like them, one of all who know the same. */
export function viewRoomsOf({
	campaign,
	...viewer
}: Pick<Grant, 'campaign' | 'role' | 'unit'>): string[] {
	const key = viewKey(viewer);
	const kind = (Object.keys(VIEWERS) as ViewersKind[]).find((one) =>
		key.startsWith(viewKey(VIEWERS[one]))
	);
	return [...(kind ? [viewersRoom(campaign, kind)] : []), viewRoom(campaign, key)];
}

/** Every socket of a session. */
export const sessionRoom = (id: string) => `session:${id}`;
/** Every screen on which one person follows a campaign. */
export const accountRoom = (campaign: string, accountId: number) =>
	`account:${campaign}:${accountId}`;
/** Staff of a campaign, or of one of its areas. */
export const staffRoom = (campaign: string, area?: string) =>
	area === undefined ? `staff:${campaign}` : `staff:${campaign}:${area}`;

/** The room in which somebody hears who is connected; null for those who do not. */
export function staffRoomOf({ campaign, role, unit }: Grant): string | null {
	switch (role) {
		case 'leader':
		case 'coordinator':
		case 'administrator':
			return staffRoom(campaign);
		case 'district_officer':
			return unit === null ? null : staffRoom(campaign, unit);
		default:
			return null;
	}
}

/** The room in which somebody hears who looks at what: everywhere, or in their area; null for focal points. */
export function onlookersRoomOf({
	campaign,
	role,
	unit
}: Pick<Grant, 'campaign' | 'role' | 'unit'>): string | null {
	if (role === 'focal_point') return null;
	if (role !== 'district_officer') return onlookersRoom(campaign);
	return unit === null ? null : onlookersRoom(campaign, unit);
}
/** Those who hear who looks at what, in a campaign or in one of its areas. */
export const onlookersRoom = (campaign: string, area?: string) =>
	area === undefined ? `onlookers:${campaign}` : `onlookers:${campaign}:${area}`;
