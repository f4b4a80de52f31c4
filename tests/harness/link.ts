import type { Socket } from 'socket.io-client';
import { vi } from 'vitest';
import { Link } from '#lib/live/link.svelte.ts';
import { LiveBoard } from '#lib/live/live-board.svelte.ts';
import type { Snapshot } from '#lib/protocol/snapshot.ts';
import { SLUG } from './campaign.ts';

interface Screen {
	live: LiveBoard;
	link: Link;
	/** Swallows the next event of this name, as if it had never come. */
	drop: (event: string) => void;
	close: () => void;
}

interface Received {
	onevent: (packet: { data: [string, ...unknown[]] }) => void;
}

/**
 * A page's link and board, as the browser runs them, connected to a server. Once per test file: the
 * file mocks `socket.io-client` with `ioOfPage`, because a page's address and cookie are the browser's.
 */
export async function openPage(url: string, token: string): Promise<Screen> {
	const response = await fetch(`${url}/api/v1/campaigns/${SLUG}/snapshot`, {
		headers: { authorization: `Bearer ${token}` }
	});
	const live = new LiveBoard((await response.json()) as Snapshot);
	const link = new Link(live);
	vi.stubGlobal('document', new EventTarget());
	vi.stubGlobal('addEventListener', () => undefined);
	vi.stubGlobal('removeEventListener', () => undefined);
	vi.stubGlobal('navigator', { onLine: true });
	const dropped = new Set<string>();
	page = { url, token, dropped };
	const close = link.start();
	return { live, link, drop: (event) => dropped.add(event), close };
}

let page = { url: '', token: '', dropped: new Set<string>() };

/** `io` as the page's link calls it, without an address. */
export function ioOfPage(io: (url: string, options: object) => Socket) {
	return (first: string | object, options: object = {}): Socket => {
		if (typeof first === 'string') return io(first, options);
		const { url, token, dropped } = page;
		const socket = io(url, { ...first, auth: { token }, forceNew: true });
		const received = socket as unknown as Received;
		const take = received.onevent.bind(socket);
		received.onevent = (packet) => {
			if (!dropped.delete(packet.data[0])) take(packet);
		};
		return socket;
	};
}
