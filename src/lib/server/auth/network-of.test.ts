import { expect, test } from 'vitest';
import { networkOf } from './network-of.ts';

test.each([
	['10.0.0.1', '10.0.0.1'],
	['::ffff:10.0.0.1', '10.0.0.1'],
	['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
	['2001:DB8:1:2::9', '2001:db8:1:2'],
	['2001:db8::9', '2001:db8:0:0'],
	['::1', '0:0:0:0']
])('%s is limited as %s', (address, network) => {
	expect(networkOf(address)).toBe(network);
});
