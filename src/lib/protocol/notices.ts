import * as v from 'valibot';
import type { Named } from '#lib/campaign/campaign.ts';
import {
	NOTICE_KINDS,
	type NoticeKind,
	type NoticeReason,
	type NoticeRefs
} from '#lib/campaign/notices/notice.ts';

/** A notice as its reader gets it. Times are campaign time, ISO. */
export interface NoticeView {
	id: number;
	at: string;
	kind: NoticeKind;
	why: NoticeReason;
	refs: NoticeRefs;
	/** Who did it; null: the server. */
	by: ({ username: string } & Named) | null;
	/** Of the first request, when its texts are open to the reader. */
	title: string | null;
	read_at: string | null;
}

/** What `GET /api/v1/campaigns/{slug}/notices` answers. */
export interface Inbox {
	/** All unread ones, also beyond those listed. */
	unread: number;
	/** The newest hundred, newest first. */
	notices: NoticeView[];
	muted: NoticeKind[];
	/** By which a browser subscribes to push messages (VAPID, base64url). */
	push_key: string;
}

const ids = v.pipe(
	v.array(v.pipe(v.number('number_expected'), v.integer('number_expected')), 'numbers_expected'),
	v.maxLength(1000, 'numbers_expected')
);
/** Notices to be marked as read; without ids: all up to and with `until`. */
export const ReadNotices = v.union(
	[v.object({ ids }), v.object({ until: v.pipe(v.number(), v.integer()) })],
	'input_expected'
);
export const NoticeSettings = v.object(
	{
		muted: v.pipe(
			v.array(v.picklist(NOTICE_KINDS, 'kind_expected'), 'input_expected'),
			v.maxLength(NOTICE_KINDS.length, 'input_expected')
		)
	},
	'input_expected'
);

const base64url = (longest: number) =>
	v.pipe(v.string(), v.maxLength(longest), v.regex(/^[\w-]+=*$/));
/** A browser's subscription, as `PushSubscription.toJSON()` writes it. */
export const PushSubscriptionInput = v.object(
	{
		endpoint: v.pipe(v.string(), v.maxLength(2000), v.url()),
		keys: v.object({ p256dh: base64url(120), auth: base64url(40) })
	},
	'input_expected'
);
export const PushEndpoint = v.object({ endpoint: v.string() }, 'input_expected');
