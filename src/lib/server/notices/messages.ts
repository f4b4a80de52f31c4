import { isUrgent } from '#lib/campaign/notices/notice.ts';
import { noticeHref, noticeText, whyText } from '#lib/protocol/notice-words.ts';
import type { NoticeView } from '#lib/protocol/notices.ts';
import { m } from '#lib/paraglide/messages.js';
import type { CampaignLog } from '../log/campaign-log.ts';
import type { Locale } from '../problem.ts';
import type { Mail, PushMessage } from './transports.ts';

interface About {
	log: CampaignLog;
	/** At least one. */
	notices: readonly NoticeView[];
	/** Held back over the quiet hours. */
	digest: boolean;
}

/** What the service worker gets: see `src/service-worker/push.ts`. */
interface PushPayload {
	title: string;
	body: string;
	/** Path to open. */
	url: string;
	/** A newer message with the same tag replaces the older on the screen. */
	tag: string;
	unread: number;
	/** What a tap on it has read: where that is said, and which threads. */
	read: { at: string; threads: string[] };
}

const LINES = 4;
const HOURS = 3600;

/** One message for a phone: what happened, nobody's free text, as it shows on a locked screen. */
export function pushOf(
	{ log, notices, digest, unread }: About & { unread: number },
	locale: Locale
): PushMessage {
	const { slug, board } = log;
	const [first] = notices;
	const one = notices.length === 1 ? first : undefined;
	const said = notices.map((notice) => noticeText(notice, board, locale));
	const more = said.length - LINES;
	const payload: PushPayload = {
		title: one ? (said[0] ?? '') : titleOf(notices.length, digest, locale),
		body: one
			? whyText(one.why, board.campaign, locale)
			: [
					...said.slice(0, more === 1 ? LINES + 1 : LINES),
					...(more > 1 ? [m.notices_more({ count: more }, { locale })] : [])
				].join('\n'),
		url: one ? noticeHref(slug, one) : `/${slug}/inbox`,
		tag: one ? `notice-${one.id}` : `summary-${slug}`,
		unread,
		// A summary opens the inbox, where each is still to be seen.
		read: { at: `/api/v1/campaigns/${slug}/notices/read`, threads: one ? [one.thread] : [] }
	};
	const urgent = notices.some(({ kind, refs }) => isUrgent(kind, refs));
	const ending = notices.every(({ kind }) => kind === 'lease_ending');
	return {
		body: JSON.stringify(payload),
		// A warning is worth nothing once the claim has ended.
		ttl: ending ? 600 : urgent ? 4 * HOURS : 12 * HOURS,
		urgent,
		...(one ? {} : { topic: 'summary' })
	};
}

/** One mail with everything that waits; links where the public address is known. */
export function mailOf(
	{ log, notices, digest }: About,
	origin: string | undefined,
	locale: Locale
): Pick<Mail, 'subject' | 'text'> {
	const { slug, board } = log;
	const lines = notices.map((notice) => {
		const link = origin ? `\n  ${origin}${noticeHref(slug, notice)}` : '';
		return `- ${noticeText(notice, board, locale)} (${whyText(notice.why, board.campaign, locale)})${link}`;
	});
	const [first] = notices;
	const subject =
		notices.length === 1 && first
			? noticeText(first, board, locale)
			: titleOf(notices.length, digest, locale);
	const foot = origin ? `\n\n${origin}/${slug}/inbox` : '';
	const { [`name_${locale}` as const]: campaign } = board.campaign;
	return { subject: `${subject} · ${campaign}`, text: lines.join('\n') + foot };
}

function titleOf(count: number, digest: boolean, locale: Locale): string {
	return digest
		? m.notices_digest({ count }, { locale })
		: m.notices_summary({ count }, { locale });
}
