import type { Looking } from '#lib/protocol/frames.ts';

/** Who looks at which request, by its number; whoever asks is left out. */
export function onlookersOf(people: Record<string, Looking>, me: string): Map<number, Looking[]> {
	const found = new Map<number, Looking[]>();
	for (const [username, looking] of Object.entries(people)) {
		const [, number] = /^request:(\d+)$/.exec(looking.at) ?? [];
		if (number === undefined || username === me) continue;
		const looks = found.get(Number(number));
		if (looks) looks.push(looking);
		else found.set(Number(number), [looking]);
	}
	return found;
}
