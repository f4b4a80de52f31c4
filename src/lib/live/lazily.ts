/** A part of the product on its way: `again` tries at once, `stop` gives it up. */
export interface Loading {
	again: () => void;
	stop: () => void;
}

const FIRST = 1_000;
const LONGEST = 30_000;
/** Events after which a network may be there. */
const CHANCES = ['online', 'pageshow', 'focus'] as const;

/**
 * Fetches a part of the product when it is needed, and again until it came: one lost request must not leave a
 * page without it for ever. Every dynamic import of the browser's goes through here.
 * @param load the import itself
 * @param use called once, with the part
 * @param onmissing told whether the last try failed: to say so, beside a way to try again
 */
export function lazily<Part>(
	load: () => Promise<Part>,
	use: (part: Part) => void,
	onmissing: (missing: boolean) => void = () => {}
): Loading {
	let failures = 0;
	let trying = false;
	let over = false;
	let timer: ReturnType<typeof setTimeout> | undefined;

	async function attempt(): Promise<void> {
		if (trying || over) return;
		trying = true;
		clearTimeout(timer);
		try {
			const part = await load().catch(byItsAddress<Part>);
			if (over) return;
			stop();
			if (failures > 0) onmissing(false);
			use(part);
		} catch {
			if (over) return;
			failures++;
			onmissing(true);
			const wait = Math.min(FIRST * 2 ** (failures - 1), LONGEST);
			timer = setTimeout(again, wait * (0.5 + Math.random() / 2));
		} finally {
			trying = false;
		}
	}

	/** Some browsers keep a failed module for as long as the page lives: under another address it is another one. */
	async function byItsAddress<Module>(error: unknown): Promise<Module> {
		const [address] = /https?:\/\/[^\s'")]+\.js/.exec(String(error)) ?? [];
		if (!address || failures === 0) throw error;
		return (await import(/* @vite-ignore */ `${address}?again=${failures}`)) as Module;
	}

	function again(): void {
		void attempt();
	}
	function stop(): void {
		over = true;
		clearTimeout(timer);
		for (const event of CHANCES) removeEventListener(event, again);
	}

	for (const event of CHANCES) addEventListener(event, again);
	void attempt();
	return { again, stop };
}
