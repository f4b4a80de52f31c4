import { expect, test } from 'vitest';
import { quangTri } from '#lib/campaign/test-campaign.ts';
import { newCommandId } from '#lib/live/command-id.ts';
import type { Link } from '#lib/live/link.svelte.ts';
import type { Outbox } from '#lib/device/outbox/outbox.svelte.ts';
import { holdsUp } from '../holds-up.ts';
import { termsOf } from '../words/terms.ts';
import { RequestSender } from './request-sender.svelte.ts';

test('a step is sent while the answer to the one before it is still on its way, the same step is not', () => {
	const sent: string[] = [];
	const link: Pick<Link, 'send' | 'status'> = {
		status: 'live',
		send: (type) => {
			sent.push(type);
			return new Promise(() => {});
		}
	};
	const outbox: Pick<Outbox, 'keep' | 'keptOf' | 'requests'> = {
		keep: () => Promise.resolve(newCommandId()),
		keptOf: () => 'yes',
		requests: []
	};
	const names = { timeOf: String, groupName: String, group: null, terms: () => termsOf(quangTri) };
	const sender = new RequestSender({ link, outbox }, 'so-hoa-ho-tich-2025', names);

	void sender.claim(7);
	void sender.claim(7);
	void sender.act('request.start', { request: 7 });
	void sender.act('request.start', { request: 7 });

	expect(sent).toEqual(['request.claim', 'request.start']);
});

test('a claim that nobody answered goes on from the outbox under its own id, and is not lost twice', async () => {
	const ids: (string | undefined)[] = [];
	const kept: (string | null | undefined)[] = [];
	const link: Pick<Link, 'send' | 'status'> = {
		status: 'live',
		send: (_type, _input, id) => {
			ids.push(id);
			return Promise.resolve({ ok: false, error: { code: 'unavailable', message: '' } });
		}
	};
	const outbox: Pick<Outbox, 'keep' | 'keptOf' | 'requests'> = {
		keep: (_wish, id) => {
			kept.push(id);
			return Promise.resolve(id ?? newCommandId());
		},
		keptOf: () => 'yes',
		requests: []
	};
	const names = { timeOf: String, groupName: String, group: null, terms: () => termsOf(quangTri) };
	const sender = new RequestSender({ link, outbox }, 'so-hoa-ho-tich-2025', names);
	await sender.claim(7);
	await sender.claim(7);
	expect(kept).toEqual(ids);
	expect(ids[0]).not.toBe(ids[1]);
	expect(sender.outcome?.tone).toBe('done');
	expect(sender.pending('7')).toBeUndefined();
});

test('a command on its way holds others up until the board shows it done', () => {
	expect(holdsUp('request.claim', ['claim', 'decline'])).toBe(true);
	expect(holdsUp('request.claim', ['start', 'resolve'])).toBe(false);
	expect(holdsUp('report.accept_many', ['accept'])).toBe(true);
	expect(holdsUp(undefined, ['claim'])).toBe(false);
});
