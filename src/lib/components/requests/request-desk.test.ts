import { expect, test } from 'vitest';
import { quangTri } from '#lib/campaign/test-campaign.ts';
import { newCommandId } from '#lib/live/command-id.ts';
import type { Link } from '#lib/live/link.svelte.ts';
import type { Outbox } from '#lib/device/outbox/outbox.svelte.ts';
import { holdsUp } from '../holds-up.ts';
import { termsOf } from '../terms.ts';
import { RequestDesk } from './request-desk.svelte.ts';

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
	const desk = new RequestDesk({ link, outbox }, 'so-hoa-ho-tich-2025', names);

	void desk.claim(7);
	void desk.claim(7);
	void desk.act('request.start', { request: 7 });
	void desk.act('request.start', { request: 7 });

	expect(sent).toEqual(['request.claim', 'request.start']);
});

test('a command on its way holds others up until the board shows it done', () => {
	expect(holdsUp('request.claim', ['claim', 'decline'])).toBe(true);
	expect(holdsUp('request.claim', ['start', 'resolve'])).toBe(false);
	expect(holdsUp('report.accept_many', ['accept'])).toBe(true);
	expect(holdsUp(undefined, ['claim'])).toBe(false);
});
