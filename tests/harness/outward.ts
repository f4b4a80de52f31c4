import { pino } from 'pino';
import { instantAt, millisecondsOf } from '#lib/campaign/calendar/calendar.ts';
import type { Transports } from '#lib/server/notices/transports.ts';
import { CHANNELS, deliverOutgoing } from '#lib/server/notices/deliver.ts';
import { gatherOutgoing } from '#lib/server/notices/gather-outgoing.ts';
import { ensureCursor, makeNotices } from '#lib/server/notices/make-notices.ts';
import { startInside, type Inside } from './inside.ts';

export const FOCAL = 'commune-19330';
const DATE = '2025-03-03';

/** A campaign in the test's own process, and what leaves it for phones, mailboxes and webhooks, when told. */
export class Outward {
	readonly inside: Inside;
	transports: Transports = {
		push: () => Promise.resolve({ outcome: 'arrived' }),
		mail: null,
		webhook: () => Promise.resolve({ outcome: 'arrived' }),
		origin: 'https://tiendo.example.vn'
	};
	/** What the log says. */
	readonly lines: Record<string, unknown>[] = [];
	readonly log = pino(
		{ level: 'warn' },
		{ write: (line: string) => void this.lines.push(JSON.parse(line) as Record<string, unknown>) }
	);

	constructor(inside: Inside) {
		this.inside = inside;
	}

	get db() {
		return this.inside.database.db;
	}

	/** Turns what is new in the log into notices. */
	async tell(): Promise<void> {
		await this.inside.log.advance();
		await makeNotices(this.db, this.inside.log);
	}

	/** Everything leaves that is due at a local time of 3 March or another day. */
	async leave(time: string, date = DATE): Promise<void> {
		await this.gather(time, date);
		for (const channel of CHANNELS) while ((await this.deliver(channel)) > 0);
	}

	async gather(time: string, date = DATE): Promise<void> {
		const now = instantAt(date, millisecondsOf(time), 'Asia/Ho_Chi_Minh');
		await gatherOutgoing(this.db, this.inside.campaign.id, now);
	}

	deliver(channel: (typeof CHANNELS)[number]): Promise<number> {
		const { db, log, transports } = this;
		return deliverOutgoing(
			{ db, log, campaigns: this.inside.services.campaigns, transports },
			channel
		);
	}

	/** What waits for another attempt is due now. */
	async hurry(): Promise<void> {
		await this.db.updateTable('outgoing').set({ next_at: new Date() }).execute();
	}

	/** Does something at a local time, and what it says is told. */
	async act(time: string, work: () => Promise<unknown>): Promise<void> {
		await this.inside.at(DATE, time);
		await work();
		await this.tell();
	}

	async raise(unit = '19330', severity: 'blocking' | 'slowing' = 'slowing'): Promise<number> {
		const input = { unit, kind: 'equipment', severity, title: 'Máy quét hỏng' } as const;
		const answer = await this.inside.give(`commune-${unit}`, 'request.raise', input);
		if (!answer.ok) throw new Error(JSON.stringify(answer));
		return Number(answer.result['request']);
	}

	async give(...order: Parameters<Inside['give']>): Promise<void> {
		const answer = await this.inside.give(...order);
		if (!answer.ok) throw new Error(JSON.stringify(answer));
	}

	async accountOf(username: string): Promise<number> {
		const query = this.db.selectFrom('account').select('id').where('username', '=', username);
		return (await query.executeTakeFirstOrThrow()).id;
	}

	/** Nobody was told of anything. */
	async clear(): Promise<void> {
		await this.tell();
		for (const table of ['outgoing', 'notice', 'notice_mute', 'push_subscription'] as const) {
			await this.db.deleteFrom(table).execute();
		}
		this.lines.length = 0;
	}
}

export async function startOutward(): Promise<Outward> {
	const inside = await startInside();
	await ensureCursor(inside.database.db, inside.campaign.id);
	return new Outward(inside);
}
