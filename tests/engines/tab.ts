import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser } from './browser.ts';
import { look, type Seen } from './look.ts';

export interface Size {
	width: number;
	height: number;
}
export const PHONE: Size = { width: 390, height: 844 };
export const DESKTOP: Size = { width: 1280, height: 900 };

/** How long something may take to be seen, in milliseconds. Engines share a machine with a server. */
const SEEN_WITHIN = 20_000;

/** A page as a person uses it: looks, presses, types. The same in every engine. */
export class Tab {
	readonly browser: Browser;
	readonly #url: string;

	/** @param url of the product */
	constructor(browser: Browser, url: string) {
		this.browser = browser;
		this.#url = url;
	}

	goto(path: string): Promise<void> {
		return this.browser.goto(this.#url + path);
	}

	/** Runs a function in the page; it may use nothing but what it is given, which has to be JSON. */
	async evaluate<A extends unknown[], R>(
		work: (...given: A) => R,
		...given: A
	): Promise<Awaited<R>> {
		const values = given.map((value) => JSON.stringify(value)).join(', ');
		return (await this.browser.evaluate(`(${work.toString()})(${values})`)) as Awaited<R>;
	}

	/** Waits until something is shown. @returns what it says, and what stands in it */
	see(css: string, says?: RegExp): Promise<Seen> {
		return this.#until(`see ${nameOf(css, says)}`, () => this.#look(css, says));
	}

	/** Waits until nothing like it is shown. */
	async miss(css: string, says?: RegExp): Promise<void> {
		const missing = async () => ((await this.#look(css, says)) ? null : true);
		await this.#until(`miss ${nameOf(css, says)}`, missing);
	}

	async click(css: string, says?: RegExp): Promise<void> {
		let under = '';
		const { x, y } = await this.#until(`click ${nameOf(css, says)}`, async () => {
			const seen = await this.#look(css, says);
			under = seen?.under ?? '';
			return seen?.point ?? null;
		}).catch((error: Error) => {
			throw under ? new Error(`${error.message}; over it lies ${under}`) : error;
		});
		await this.browser.click(x, y);
	}

	/** Clicks into a field and types, in place of what stood there. */
	async fill(css: string, text: string): Promise<void> {
		await this.click(css);
		await this.evaluate((css) => document.querySelector<HTMLInputElement>(css)?.select(), css);
		await this.type(text);
		const holds = (css: string, text: string) =>
			document.querySelector<HTMLInputElement>(css)?.value === text;
		await this.until(`have ${text} in ${css}`, holds, css, text); // keys take their time
	}

	type(text: string): Promise<void> {
		return this.browser.press([...text]);
	}
	press(...keys: string[]): Promise<void> {
		return this.browser.press(keys);
	}

	/** Waits until the page itself finds something to be so. */
	async until<A extends unknown[]>(
		what: string,
		work: (...given: A) => boolean | Promise<boolean>,
		...given: A
	): Promise<void> {
		await this.#until(what, async () => ((await this.evaluate(work, ...given)) ? true : null));
	}

	/** What the viewport shows once nothing moves any more, as PNG. */
	async picture(): Promise<Buffer> {
		await this.until('stand still', () =>
			document.getAnimations().every(({ playState, effect }) => {
				const ends = Number.isFinite(Number(effect?.getComputedTiming().endTime));
				return playState !== 'running' || !ends;
			})
		);
		// A frame of its own: without a graphics card some engines draw a second behind the page.
		await this.evaluate(
			() =>
				new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))
		);
		await sleep(100);
		return this.browser.picture();
	}

	#look(css: string, says?: RegExp): Promise<Seen | null> {
		return this.evaluate(look, css, says ? { source: says.source, flags: says.flags } : null);
	}

	/** Asks until there is an answer; while a page changes, questions fail. */
	async #until<R>(what: string, find: () => Promise<R | null>): Promise<R> {
		let failure = '';
		for (const end = Date.now() + SEEN_WITHIN; Date.now() < end; await sleep(100)) {
			try {
				const found = await find();
				if (found !== null) return found;
				failure = '';
			} catch (error) {
				failure = `: ${(error as Error).message}`;
			}
		}
		throw new Error(`could not ${what}${failure}`);
	}
}

const nameOf = (css: string, says?: RegExp) => (says ? `${css} that says ${says}` : css);
