import type { ColumnType, Generated, JSONColumnType } from 'kysely';
import type { NoticeKind, NoticeReason, NoticeRefs } from '#lib/campaign/notices/notice.ts';

export interface NoticeCursorTable {
	campaign_id: number;
	seq: number;
}

export interface NoticeTable {
	id: Generated<number>;
	campaign_id: number;
	account_id: number;
	seq: number;
	/** Campaign time. */
	at: Date;
	actor: string;
	kind: NoticeKind;
	why: NoticeReason;
	refs: JSONColumnType<NoticeRefs>;
	/** What it belongs to in the inbox: see `threadOf`. */
	thread: string;
	/** What was written with it, for this reader. */
	reason: string | null;
	urgent: boolean;
	/** Campaign time. */
	leaves_at: Date | null;
	left_at: ColumnType<Date | null, null | undefined, Date | null>;
	read_at: ColumnType<Date | null, null | undefined, Date | null>;
	/** Number of the fact with which it was over before it was read. */
	cleared_by: ColumnType<number | null, null | undefined, number | null>;
}

export interface NoticeMuteTable {
	campaign_id: number;
	account_id: number;
	kind: NoticeKind;
}

export interface PushKeyTable {
	singleton: Generated<boolean>;
	public_key: string;
	private_key: string;
}

export interface PushSubscriptionTable {
	id: string;
	account_id: number;
	session_id: string;
	endpoint: string;
	p256dh: string;
	auth: string;
	locale: 'vi' | 'en';
	at: Generated<Date>;
}

export interface OutgoingTable {
	id: Generated<string>;
	campaign_id: number;
	channel: 'push' | 'mail' | 'webhook';
	account_id: number | null;
	subscription_id: string | null;
	notices: Generated<number[]>;
	payload: JSONColumnType<object, string | null, string | null> | null;
	digest: Generated<boolean>;
	attempts: Generated<number>;
	/** Real time. */
	next_at: Generated<Date>;
}
