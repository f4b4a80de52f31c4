import { randomInt } from 'node:crypto';

const beginnings = 'b c ch g h kh l m n ng nh ph s t th tr v x'.split(' ');
const endings = 'a am an ang ao ay em en i inh o oi om ong'.split(' ');

/**
 * A password that can be read out over a telephone: `tham-ngoi-khang-lay-4821`. About 45 bits, which
 * is plenty behind the sign-in limits.
 */
export function readablePassword(): string {
	const syllables = Array.from({ length: 4 }, () => pick(beginnings) + pick(endings));
	return [...syllables, randomInt(1000, 10_000)].join('-');
}

function pick(parts: readonly string[]): string {
	return parts[randomInt(parts.length)] ?? '';
}
