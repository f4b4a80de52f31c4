import type { Server, Socket } from 'socket.io';
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
	/** What is on its screen. */
	looking?: { campaign: string; at: string; editing: boolean; since: number };
}
export type LiveServer = Server<ClientEvents, ServerEvents, Record<string, never>, SocketData>;
export type LiveSocket = Socket<ClientEvents, ServerEvents, Record<string, never>, SocketData>;

/** Everybody who follows a campaign. */
export const campaignRoom = (campaign: string) => `campaign:${campaign}`;
/** Every socket of a session. */
export const sessionRoom = (id: string) => `session:${id}`;
/** Every screen on which one person follows a campaign. */
export const accountRoom = (campaign: string, accountId: number) =>
	`account:${campaign}:${accountId}`;
/** Staff of a campaign, or of one of its districts. */
export const staffRoom = (campaign: string, district?: string) =>
	district === undefined ? `staff:${campaign}` : `staff:${campaign}:${district}`;

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

/** The room in which somebody hears who looks at what; null for communes. */
export function onlookersRoomOf({
	campaign,
	role
}: Pick<Grant, 'campaign' | 'role'>): string | null {
	return role === 'focal_point' ? null : onlookersRoom(campaign);
}
/** Everybody of a campaign who hears who looks at what. */
export const onlookersRoom = (campaign: string) => `onlookers:${campaign}`;
