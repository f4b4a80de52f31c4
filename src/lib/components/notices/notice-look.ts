import Ban from '@lucide/svelte/icons/ban';
import CalendarCheck from '@lucide/svelte/icons/calendar-check';
import CalendarClock from '@lucide/svelte/icons/calendar-clock';
import CalendarX from '@lucide/svelte/icons/calendar-x';
import CircleCheck from '@lucide/svelte/icons/circle-check';
import CircleCheckBig from '@lucide/svelte/icons/circle-check-big';
import ClipboardPen from '@lucide/svelte/icons/clipboard-pen';
import Copy from '@lucide/svelte/icons/copy';
import Hand from '@lucide/svelte/icons/hand';
import Hourglass from '@lucide/svelte/icons/hourglass';
import Layers from '@lucide/svelte/icons/layers';
import LifeBuoy from '@lucide/svelte/icons/life-buoy';
import LockOpen from '@lucide/svelte/icons/lock-open';
import MessageSquare from '@lucide/svelte/icons/message-square';
import RotateCcw from '@lucide/svelte/icons/rotate-ccw';
import Timer from '@lucide/svelte/icons/timer';
import TriangleAlert from '@lucide/svelte/icons/triangle-alert';
import Undo2 from '@lucide/svelte/icons/undo-2';
import UserCheck from '@lucide/svelte/icons/user-check';
import type { NoticeKind } from '#lib/campaign/notices/notice.ts';
import { m } from '#lib/paraglide/messages.js';

/** A sign for each kind of notice, and what the kind is called where it can be muted. */
export const NOTICE_LOOKS: Record<NoticeKind, { icon: typeof Ban; word: () => string }> = {
	mentioned: { icon: MessageSquare, word: m.notices_kind_mentioned },
	request_escalated: { icon: TriangleAlert, word: m.notices_kind_request_escalated },
	lease_ending: { icon: Timer, word: m.notices_kind_lease_ending },
	request_merged: { icon: Copy, word: m.notices_kind_request_merged },
	request_taken_over: { icon: UserCheck, word: m.notices_kind_request_taken_over },
	request_freed: { icon: RotateCcw, word: m.notices_kind_request_freed },
	release_asked: { icon: Hand, word: m.notices_kind_release_asked },
	request_reopened: { icon: RotateCcw, word: m.notices_kind_request_reopened },
	request_resolved: { icon: CircleCheck, word: m.notices_kind_request_resolved },
	incident_closed: { icon: Layers, word: m.notices_kind_incident_closed },
	request_declined: { icon: Ban, word: m.notices_kind_request_declined },
	request_waiting: { icon: Hourglass, word: m.notices_kind_request_waiting },
	wait_over: { icon: Hourglass, word: m.notices_kind_wait_over },
	request_raised: { icon: LifeBuoy, word: m.notices_kind_request_raised },
	request_claimed: { icon: UserCheck, word: m.notices_kind_request_claimed },
	request_grouped: { icon: Layers, word: m.notices_kind_request_grouped },
	request_verified: { icon: CircleCheckBig, word: m.notices_kind_request_verified },
	request_commented: { icon: MessageSquare, word: m.notices_kind_request_commented },
	visit_cancelled: { icon: CalendarX, word: m.notices_kind_visit_cancelled },
	visit_moved: { icon: CalendarClock, word: m.notices_kind_visit_moved },
	visit_published: { icon: CalendarCheck, word: m.notices_kind_visit_published },
	report_returned: { icon: Undo2, word: m.notices_kind_report_returned },
	report_unlocked: { icon: LockOpen, word: m.notices_kind_report_unlocked },
	report_reminded: { icon: ClipboardPen, word: m.notices_kind_report_reminded }
};
