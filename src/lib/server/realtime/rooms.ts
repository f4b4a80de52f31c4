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
}
export type LiveServer = Server<ClientEvents, ServerEvents, Record<string, never>, SocketData>;
export type LiveSocket = Socket<ClientEvents, ServerEvents, Record<string, never>, SocketData>;

/** Everybody who follows a campaign. */
export const campaignRoom = (campaign: string) => `campaign:${campaign}`;
/** Every socket of a session. */
export const sessionRoom = (id: string) => `session:${id}`;
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
