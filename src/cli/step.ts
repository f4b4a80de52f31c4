import { sentenceOf } from '#lib/server/program.ts';

/** Runs one step of a longer task, showing that it runs, how long it took, or why it failed. */
export async function step<T>(name: string, work: () => Promise<T>): Promise<T> {
	const start = performance.now();
	const { isTTY } = process.stdout;
	if (isTTY) process.stdout.write(`  … ${name}`);
	const seconds = () => ((performance.now() - start) / 1000).toFixed(1);
	try {
		const result = await work();
		console.log(`${isTTY ? '\r' : ''}  ✓ ${name} (${seconds()} s)`);
		return result;
	} catch (error) {
		console.error(`${isTTY ? '\r' : ''}  ✗ ${name} (${seconds()} s)`);
		console.error(`\n  ${sentenceOf(error)}`);
		process.exit(1);
	}
}
