/**
 * Whom an address stands for in the sign-in limits: itself for IPv4; the first 64 bits for IPv6,
 * because the rest is the visitor's to choose anew for every attempt.
 */
export function networkOf(address: string): string {
	const mapped = /^::ffff:(\d+(?:\.\d+){3})$/i.exec(address)?.[1];
	if (mapped !== undefined) return mapped;
	if (!address.includes(':')) return address;
	const [before = '', after] = address.toLowerCase().split('::');
	const left = groupsOf(before);
	const right = groupsOf(after ?? '');
	const zeros = Array.from({ length: Math.max(0, 8 - left.length - right.length) }, () => '0');
	return [...left, ...zeros, ...right].slice(0, 4).join(':');
}

const groupsOf = (part: string): string[] => part.split(':').filter((group) => group !== '');
