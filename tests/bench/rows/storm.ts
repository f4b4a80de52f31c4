import { setTimeout as sleep } from 'node:timers/promises';
import type { Crowd } from '../crowd.ts';
import { absolute, compared, type Result } from '../measure/result.ts';
import type { Plan } from '../plan.ts';
import type { Side } from '../stage.ts';

/** Reports made while all screens are away. */
const MISSED = 20;
const FEW = 10;
const MANY = 200;
const PER_SECOND = 100;

/** All screens are cut at once and come back at once; the product's ask for what they missed. */
export async function storm(
	crowd: Crowd,
	plan: Plan,
	screens: number,
	{ floor, product }: { floor: Side; product: Side }
): Promise<Result[]> {
	const times = { floor: [] as number[], product: [] as number[] };
	for (let block = 0; block < plan.blocks; block++) {
		times.floor.push((await away(crowd, floor, 0)).milliseconds);
		times.product.push((await away(crowd, product, MISSED)).milliseconds);
	}
	const none = (await away(crowd, product, 0)).bytes;
	const few = ((await away(crowd, product, FEW)).bytes - none) / FEW;
	const many = ((await away(crowd, product, MANY)).bytes - none) / MANY;
	const line = { row: 'storm', load: `${screens} screens` };
	return [
		compared(
			{ ...line, what: 'all back at the same seq', unit: 'ms', goal: 1.5 },
			times.product,
			times.floor
		),
		compared(
			{ ...line, what: `bytes per missed fact, ${MANY} to ${FEW}`, unit: 'B', goal: 1.1 },
			[many],
			[few]
		),
		absolute({ ...line, what: 'bytes when nothing was missed', unit: 'B', goal: 2048 }, [none])
	];
}

async function away(crowd: Crowd, side: Side, missed: number) {
	await crowd.cut(side);
	if (missed > 0) {
		await crowd.report(side, {
			kind: 'random',
			perSecond: PER_SECOND,
			count: missed,
			seed: missed
		});
	}
	await sleep(300); // the server has seen everybody go
	return await crowd.comeBack(side);
}
