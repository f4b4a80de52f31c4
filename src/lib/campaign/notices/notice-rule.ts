import type { CampaignBoard } from '../board.ts';
import type { Fact } from '../facts.ts';
import type { Visit } from '../visits/visit.ts';
import type { SupportRequest } from '../requests/request.ts';
import type { Member, NoticeReason } from './notice.ts';

/** What is known around a fact, besides the fact itself. */
export interface NoticeContext {
	/** Of units, groups, visits, requests and incidents as they are about then. */
	board: Pick<CampaignBoard, 'campaign' | 'units' | 'groups' | 'visits' | 'requests' | 'incidents'>;
	members: readonly Member[];
	/** The request as it was before the fact of this number. */
	requestBefore: (seq: number) => SupportRequest | undefined;
	visitBefore: (seq: number) => Visit | undefined;
	/** Accounts that have done or said something in a request. */
	tookPart: (request: number) => ReadonlySet<number>;
	/** Account that resolved the request which the fact of this number verifies. */
	solver: (seq: number) => number | undefined;
	/** Account that closed an incident. */
	closer: (incident: number) => number | undefined;
	/** User names named in the comment that this fact is about. */
	mentions: (seq: number) => readonly string[];
	/** What was written with the step that this fact is about; facts carry no texts. */
	reason: (seq: number) => string | null;
}

/** A fact and what it is about, before and after it. */
export interface About {
	fact: Fact;
	request: SupportRequest | undefined;
	requestBefore: SupportRequest | undefined;
	visit: Visit | undefined;
	visitBefore: Visit | undefined;
	/** Communes whose day it is about. */
	units: readonly string[];
	context: NoticeContext;
}

/** Somebody who is told, and why. */
export interface Recipient {
	to: Member;
	why: NoticeReason;
}
