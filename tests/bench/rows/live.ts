import type { Block, Crowd } from '../crowd.ts';
import type { Arrivals } from '../load/arrivals.ts';
import { compared, type Result } from '../measure/result.ts';
import { quantile } from '../measure/statistics.ts';
import type { Plan } from '../plan.ts';
import type { Side, Stage } from '../stage.ts';
import { storm } from './storm.ts';

/** Deliveries a second at the normal rate: about a quarter of what one core can emit one by one. */
const DELIVERIES = 20_000;
/** No more reports a second than this at the normal rate, however few screens there are. */
const MOST = 20;
const SECONDS = 5;
const RUSH = 10;

interface Measured {
	floor: Block[];
	product: Block[];
	rush: Block[];
}

/** The rows that need screens: one crowd of them on either server, for all three. */
export async function live(
	stage: Stage,
	crowd: Crowd,
	plan: Plan,
	screens: number
): Promise<Result[]> {
	const floor = await stage.floor();
	const product = await stage.product();
	for (const side of [floor, product]) {
		await crowd.openReporters(side);
		await crowd.openScreens(side, screens);
	}
	const results: Result[] = [];
	if (plan.rows.includes('visible') || plan.rows.includes('rush')) {
		const measured = await measure(crowd, plan, screens, { floor, product });
		if (plan.rows.includes('visible')) results.push(...visible(measured, screens));
		if (plan.rows.includes('rush')) results.push(...rush(measured, screens));
	}
	if (plan.rows.includes('storm')) {
		results.push(...(await storm(crowd, plan, screens, { floor, product })));
	}
	for (const side of [floor, product]) {
		await crowd.leave(side);
		await side.stop();
	}
	return results;
}

async function measure(
	crowd: Crowd,
	plan: Plan,
	screens: number,
	{ floor, product }: { floor: Side; product: Side }
): Promise<Measured> {
	const perSecond = Math.min(MOST, DELIVERIES / screens);
	const seconds = plan.quick ? 1 : SECONDS;
	const arrivals = (times: number, seed: number): Arrivals => {
		const rate = perSecond * times;
		return { kind: 'random', perSecond: rate, count: Math.ceil(rate * seconds), seed };
	};
	const measured: Measured = { floor: [], product: [], rush: [] };
	for (const side of [floor, product]) await crowd.block(side, arrivals(1, 0));
	for (let block = 1; block <= plan.blocks; block++) {
		measured.floor.push(await crowd.block(floor, arrivals(1, block)));
		measured.product.push(await crowd.block(product, arrivals(1, block)));
		if (!plan.rows.includes('rush')) continue;
		measured.rush.push(await crowd.block(product, arrivals(RUSH, block)));
	}
	return measured;
}

const latencies = (blocks: Block[], share: number) =>
	blocks.map(({ visible }) => quantile(visible, share));
const cpuPerUpdate = (blocks: Block[]) =>
	blocks.map(({ cpu, delivered }) => (cpu * 1000) / delivered);

function visible({ floor, product }: Measured, screens: number): Result[] {
	const line = { row: 'visible', load: `${screens} screens`, unit: 'ms' };
	return [
		{ what: 'p50', share: 0.5, goal: 1.2 },
		{ what: 'p99', share: 0.99, goal: 1.35 }
	].map(({ what, share, goal }) =>
		compared({ ...line, what, goal }, latencies(product, share), latencies(floor, share))
	);
}

function rush({ floor, product, rush }: Measured, screens: number): Result[] {
	const line = { row: 'rush', load: `${screens} screens` };
	return [
		compared(
			{ ...line, what: 'p99, to its own at the normal rate', unit: 'ms', goal: 1.5 },
			latencies(rush, 0.99),
			latencies(product, 0.99)
		),
		compared(
			{ ...line, what: 'CPU per delivered update', unit: 'µs', goal: 0.15 },
			cpuPerUpdate(rush),
			cpuPerUpdate(floor)
		)
	];
}
