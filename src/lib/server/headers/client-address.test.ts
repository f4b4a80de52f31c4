import { expect, test } from 'vitest';
import { clientAddress } from './client-address.ts';

const from = (said: string | undefined, TRUST_PROXY = true) =>
	clientAddress(
		{
			headers: said === undefined ? {} : { 'x-forwarded-for': said },
			socket: { remoteAddress: '10.0.0.9' } as never
		},
		{ TRUST_PROXY }
	);

test.each([
	['203.0.113.7', '203.0.113.7'],
	['6.6.6.6, 203.0.113.7', '203.0.113.7'],
	['203.0.113.7:5566', '203.0.113.7'],
	['2001:db8::1', '2001:db8::1'],
	['[2001:db8::1]:443', '2001:db8::1'],
	[undefined, '10.0.0.9'],
	['', '10.0.0.9'],
	['unknown', '10.0.0.9'],
	['203.0.113.7,', '10.0.0.9']
])('a trusted proxy that says %j: the client is %s', (said, address) => {
	expect(from(said)).toBe(address);
});

test('without a trusted proxy nobody chooses their address', () => {
	expect(from('203.0.113.7', false)).toBe('10.0.0.9');
});
