import type { Crowd } from '../crowd.ts';
import { compared, type Result } from '../measure/result.ts';
import { quantile } from '../measure/statistics.ts';
import type { Plan } from '../plan.ts';
import type { Stage } from '../stage.ts';

/** Reports that are due together, how often, in milliseconds, and how many times in a block. */
const LOADS = [
	{ size: 1, every: 20, count: 120 },
	{ size: 16, every: 200, count: 15 },
	{ size: 200, every: 1200, count: 3 }
];

/** From the moment a report is due until its durable answer is with the reporter. */
export async function acknowledged(stage: Stage, crowd: Crowd, plan: Plan): Promise<Result[]> {
	const floor = await stage.floor();
	const product = await stage.product();
	const loads = plan.quick ? LOADS.map((load) => ({ ...load, every: 200, count: 2 })) : LOADS;
	const measured = loads.map(() => ({ floor: [] as number[][], product: [] as number[][] }));
	for (const side of [floor, product]) {
		await crowd.openReporters(side);
		for (const load of loads) await crowd.block(side, { kind: 'bursts', ...load });
	}
	for (let block = 0; block < plan.blocks; block++) {
		for (const [i, load] of loads.entries()) {
			for (const name of ['floor', 'product'] as const) {
				const side = name === 'floor' ? floor : product;
				const { acknowledged } = await crowd.block(side, { kind: 'bursts', ...load });
				measured[i]?.[name].push(acknowledged);
			}
		}
	}
	for (const side of [floor, product]) {
		await crowd.leave(side);
		await side.stop();
	}
	return measured.flatMap((sides, i) =>
		[
			{ what: 'p50', share: 0.5, goal: 1.3 },
			{ what: 'p99', share: 0.99, goal: 1.5 }
		].map(({ what, share, goal }) => {
			const load = `${loads[i]?.size} at once`;
			const of = (blocks: number[][]) => blocks.map((block) => quantile(block, share));
			const line = { row: 'acknowledged', load, what, unit: 'ms', goal };
			return compared(line, of(sides.product), of(sides.floor));
		})
	);
}
