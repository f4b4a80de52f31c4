import type { CampaignBoard } from '../board.ts';
import type { Visit } from '../groups/visit.ts';
import type { SupportRequest } from '../requests/request.ts';
import type { Member, NoticeKind, NoticeReason, NoticeRefs } from './notice.ts';

/** What is known around a fact, besides the fact itself. */
export interface Around {
	/** Of units, groups and visits as they are about then. */
	board: Pick<CampaignBoard, 'campaign' | 'units' | 'groups' | 'visits'>;
	members: readonly Member[];
	/** The request as it was before the fact of this number. */
	requestBefore: (seq: number) => SupportRequest | undefined;
	visitBefore: (seq: number) => Visit | undefined;
	/** Accounts that have done or said something in a request. */
	tookPart: (request: number) => ReadonlySet<number>;
	/** Account that resolved the request which the fact of this number verifies. */
	solver: (seq: number) => number | undefined;
	/** User names named in the comment that this fact tells of. */
	mentions: (seq: number) => readonly string[];
}

/** One person told of one fact. */
export interface Say {
	to: Member;
	kind: NoticeKind;
	why: NoticeReason;
	refs: NoticeRefs;
}
