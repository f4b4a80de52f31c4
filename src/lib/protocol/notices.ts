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
	/** What it belongs to: `request 12`, `visit 5`, `report 19330 2025-03-07`. */
	thread: string;
	kind: NoticeKind;
	why: NoticeReason;
	refs: NoticeRefs;
	/** Who did it; null: the server. */
	by: ({ username: string } & Named) | null;
	/** Of the first request, when its texts are open to the reader. */
	title: string | null;
	/** What was written with it: why it was declined, what was done, what helped. */
	reason: string | null;
	read_at: string | null;
}

/** The newest notice of a thread, with those before it. */
export interface ThreadView extends NoticeView {
	/** Whether any notice of it is unread. */
	unread: boolean;
	/** Newest first. */
	earlier: NoticeView[];
}

/** Which threads of an inbox are asked for. */
export interface InboxPage {
	/** Those whose newest notice is older than the one of this id. */
	before: number | null;
	/** Only unread ones. */
	unread: boolean;
}

/** What `GET /api/v1/campaigns/{slug}/notices` answers. */
export interface Inbox {
	/** Unread threads, also beyond those listed. */
	unread: number;
	/** A page of threads, the one with the newest notice first. */
	notices: ThreadView[];
	/** There are more, reached with `before`: the id of the last one. */
	older: boolean;
	muted: NoticeKind[];
	/** By which a browser subscribes to push messages (VAPID, base64url). */
	push_key: string;
}

const id = v.pipe(
	v.number('number_expected'),
	v.integer('number_expected'),
	v.minValue(0, 'number_expected'),
	v.maxValue(Number.MAX_SAFE_INTEGER, 'number_expected')
);
const ids = v.pipe(v.array(id, 'numbers_expected'), v.maxLength(1000, 'numbers_expected'));
const threads = v.pipe(
	v.array(
		v.pipe(v.string('input_expected'), v.maxLength(120), v.regex(/^[\w .-]+$/, 'input_expected')),
		'input_expected'
	),
	v.maxLength(100, 'input_expected')
);
/** Notices to be marked as read: of these ids, of these threads, or all up to and with `until`. */
export const ReadNotices = v.union(
	[v.object({ ids }), v.object({ threads }), v.object({ until: id })],
	'input_expected'
);
const cursor = v.pipe(v.string(), v.regex(/^[1-9]\d{0,14}$/), v.transform(Number));
/** `?before=…&unread=1` */
export const InboxQuery = v.object({
	before: v.optional(v.nullable(cursor), null),
	unread: v.pipe(
		v.optional(v.nullable(v.picklist(['0', '1'])), '0'),
		v.transform((said) => said === '1')
	)
});
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
	v.pipe(
		v.string('input_expected'),
		v.maxLength(longest, 'text_too_long'),
		v.regex(/^[\w-]+=*$/, 'input_expected')
	);
/** An address as it may stand in a request: in plain signs. */
const address = v.pipe(
	v.string('input_expected'),
	v.maxLength(2000, 'text_too_long'),
	v.regex(/^[\x21-\x7e]+$/, 'input_expected'),
	v.url('input_expected')
);
/** A browser's subscription, as `PushSubscription.toJSON()` writes it. */
export const PushSubscriptionInput = v.object(
	{
		endpoint: address,
		keys: v.object({ p256dh: base64url(120), auth: base64url(40) }, 'input_expected')
	},
	'input_expected'
);
export const PushEndpoint = v.object({ endpoint: address }, 'input_expected');
