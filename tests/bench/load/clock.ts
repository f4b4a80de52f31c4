/** Milliseconds of a clock that all processes of this machine share. */
export const now = (): number => Number(process.hrtime.bigint()) / 1e6;

/** Resolves at a moment of `now()`, to a few microseconds: a timer comes up to a millisecond late. */
export async function reach(moment: number): Promise<void> {
	const early = moment - now() - 1.5;
	if (early > 0) await new Promise((resolve) => setTimeout(resolve, early));
	while (now() < moment) await new Promise((resolve) => setImmediate(resolve));
}
