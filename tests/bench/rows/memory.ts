import type { Crowd } from '../crowd.ts';
import { compared, type Result } from '../measure/result.ts';
import type { Plan } from '../plan.ts';
import type { Side, Stage } from '../stage.ts';

/** The first screens warm the server up; what is counted is what those after them add. */
const FIRST = 500;
const MORE = 2000;

/** What a connected screen costs; each block has fresh servers, as a used one does not give back. */
export async function memory(stage: Stage, crowd: Crowd, plan: Plan): Promise<Result[]> {
	const [first, more] = plan.quick ? [50, 200] : [FIRST, MORE];
	const measured = { floor: [] as number[], product: [] as number[] };
	for (let block = 0; block < plan.blocks; block++) {
		measured.floor.push(await measure(crowd, await stage.floor(), first, more));
		measured.product.push(await measure(crowd, await stage.product(), first, more));
	}
	const what = 'living objects and buffers per screen';
	const line = { row: 'memory', load: `${more} more screens`, what, unit: 'KiB', goal: 1.3 };
	const kibibytes = (blocks: number[]) => blocks.map((bytes) => bytes / 1024);
	return [compared(line, kibibytes(measured.product), kibibytes(measured.floor))];
}

/** Coming and going, until the room that garbage needs is as large as it gets. */
async function returnOf(crowd: Crowd, side: Side): Promise<void> {
	await crowd.cut(side);
	await crowd.comeBack(side);
}

/** Bytes per screen. */
async function measure(crowd: Crowd, side: Side, first: number, more: number): Promise<number> {
	await crowd.openReporters(side);
	await crowd.openScreens(side, first);
	for (let i = 0; i < 3; i++) await returnOf(crowd, side);
	await crowd.block(side, { kind: 'bursts', size: 1, every: 20, count: 50 });
	const before = await side.meter.memory();
	const others = { ...side, set: `${side.set}, more` };
	await crowd.openScreens(others, more);
	await crowd.report(side, { kind: 'bursts', size: 1, every: 50, count: 10 });
	const after = await side.meter.memory();
	await crowd.leave(side);
	await crowd.leave(others);
	await side.stop();
	return (after.living - before.living) / more;
}
