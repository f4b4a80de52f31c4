import { setImmediate as nextTurn } from 'node:timers/promises';
import type { FactView, LoggedFact } from '#lib/campaign/facts.ts';

/** A fact never changes, so its JSON is written once for all who ask. */
const written = new WeakMap<FactView | LoggedFact, string>();

/** A fact as JSON. */
function factText(fact: FactView | LoggedFact): string {
	const known = written.get(fact);
	if (known !== undefined) return known;
	const text = JSON.stringify(fact);
	written.set(fact, text);
	return text;
}

/** How long facts are as JSON, in characters; past `enough` it is not counted on. */
export function sizeOf(facts: readonly (FactView | LoggedFact)[], enough = Infinity): number {
	let size = 0;
	for (const fact of facts) {
		size += factText(fact).length;
		if (size > enough) break;
	}
	return size;
}

/** Facts written at once before others get their turn. */
const AT_ONCE = 250;

/** Facts as JSON, parted by commas, each as somebody may know it. */
export async function factTexts(
	facts: readonly LoggedFact[],
	known: (fact: LoggedFact) => FactView
): Promise<string> {
	const parts: string[] = [];
	for (let i = 0; i < facts.length; i += AT_ONCE) {
		if (i > 0) await nextTurn();
		parts.push(
			facts
				.slice(i, i + AT_ONCE)
				.map((fact) => factText(known(fact)))
				.join(',')
		);
	}
	return parts.join(',');
}
