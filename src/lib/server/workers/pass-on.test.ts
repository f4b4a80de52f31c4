import { expect, test } from 'vitest';
import { connectionId, slotOf } from './pass-on.ts';

test('the id of a connection says which worker knows it', () => {
	const id = connectionId({ slot: 12, folder: '' });
	expect(slotOf(`/socket.io/?EIO=4&transport=polling&t=abc&sid=${id}`)).toBe(12);
	expect(slotOf(`/socket.io/?sid=${id}&EIO=4`)).toBe(12);
	expect(connectionId({ slot: 12, folder: '' })).not.toBe(id);
});

test.each([
	['a new connection', '/socket.io/?EIO=4&transport=polling'],
	['an id of one process alone', '/socket.io/?sid=Kz3vYHZ0pQ1mAAAB'],
	['a page', '/quang-tri-2025/map?unit=12.5'],
	['a sign-in', '/login?sid=2.x'],
	['a call of the API', '/api/v1/session?sid=2.abc'],
	['a path that only looks alike', '/socket.iox/?sid=2.abc'],
	['another host, as a path', '//socket.io/?sid=2.abc'],
	['nothing', undefined]
])('%s belongs to whoever got it', (_name, url) => {
	expect(slotOf(url)).toBeNull();
});
