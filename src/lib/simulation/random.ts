/** Four 32-bit numbers that depend on every character of `text` (cyrb128). */
function hash128(text: string): [number, number, number, number] {
	let [a, b, c, d] = [1779033703, 3144134277, 1013904242, 2773480762];
	for (let i = 0; i < text.length; i++) {
		const code = text.charCodeAt(i);
		a = b ^ Math.imul(a ^ code, 597399067);
		b = c ^ Math.imul(b ^ code, 2869860233);
		c = d ^ Math.imul(c ^ code, 951274213);
		d = a ^ Math.imul(d ^ code, 2716044179);
	}
	a = Math.imul(c ^ (a >>> 18), 597399067);
	b = Math.imul(d ^ (b >>> 22), 2869860233);
	c = Math.imul(a ^ (c >>> 17), 951274213);
	d = Math.imul(b ^ (d >>> 19), 2716044179);
	a ^= b ^ c ^ d;
	return [a >>> 0, (b ^ a) >>> 0, (c ^ a) >>> 0, (d ^ a) >>> 0];
}

/** Random numbers that are the same for the same seed on every machine (sfc32). */
export class Random {
	readonly #state: [number, number, number, number];

	constructor(seed: string) {
		this.#state = hash128(seed);
		for (let i = 0; i < 12; i++) this.#next();
	}

	#next(): number {
		const state = this.#state;
		const [a, b, c, d] = state;
		const sum = (a + b + d) | 0;
		state[0] = b ^ (b >>> 9);
		state[1] = (c + (c << 3)) | 0;
		state[2] = (((c << 21) | (c >>> 11)) + sum) | 0;
		state[3] = (d + 1) | 0;
		return sum >>> 0;
	}

	/** From `low` up to, not including, `high`. */
	between(low: number, high: number): number {
		return low + (this.#next() / 2 ** 32) * (high - low);
	}

	/** A whole number from `low` to `high`, both included. */
	whole(low: number, high: number): number {
		return Math.floor(this.between(low, high + 1));
	}

	/** True with probability `p`. */
	chance(p: number): boolean {
		return this.between(0, 1) < p;
	}

	/** Normally distributed around 0 with deviation 1. */
	normal(): number {
		const radius = Math.sqrt(-2 * Math.log(1 - this.between(0, 1)));
		return radius * Math.cos(this.between(0, 2 * Math.PI));
	}

	/** Around 1, never negative: most near it, a few far above. */
	lognormal(sigma: number): number {
		return Math.exp(sigma * this.normal());
	}

	/** A version 4 UUID. */
	uuid(): string {
		const words = Array.from({ length: 4 }, () => this.#next().toString(16).padStart(8, '0'));
		const variant = '89ab'[this.whole(0, 3)];
		return words
			.join('')
			.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12})$/, `$1-$2-4$3-${variant}$4-$5`);
	}
}
