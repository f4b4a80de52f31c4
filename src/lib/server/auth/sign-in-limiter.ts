import cluster from 'node:cluster';
import { RateLimiterCluster, RateLimiterMemory } from 'rate-limiter-flexible';

/**
 * Counts failed sign-ins only: a whole province may sign in from one address at once.
 * 5 failures of one user name from one address in 15 minutes, 100 from one address in 5: enough
 * against guessing, and short, because one address may be the whole province behind its carrier.
 */
export class SignInLimiter {
	readonly #byName = limiter({ keyPrefix: 'name', points: 5, duration: 15 * 60 });
	readonly #byAddress = limiter({ keyPrefix: 'address', points: 100, duration: 5 * 60 });

	/** Seconds to wait before the next attempt; 0 when it may be made now. */
	async wait(username: string, address: string): Promise<number> {
		const waits = await Promise.all([
			waitOf(this.#byName, `${username} ${address}`),
			waitOf(this.#byAddress, address)
		]);
		return Math.max(...waits);
	}

	async failed(username: string, address: string): Promise<void> {
		await Promise.all([
			this.#byName.penalty(`${username} ${address}`),
			this.#byAddress.penalty(address)
		]);
	}

	async succeeded(username: string, address: string): Promise<void> {
		await this.#byName.delete(`${username} ${address}`);
	}
}

type Limiter = RateLimiterMemory | RateLimiterCluster;

/** Several workers count together, in the process that started them. */
function limiter(options: { keyPrefix: string; points: number; duration: number }): Limiter {
	return cluster.isWorker
		? new RateLimiterCluster({ ...options, timeoutMs: 3_000 })
		: new RateLimiterMemory(options);
}

async function waitOf(limiter: Limiter, key: string): Promise<number> {
	const state = await limiter.get(key);
	if (!state || state.consumedPoints < limiter.points || state.msBeforeNext <= 0) return 0;
	return Math.ceil(state.msBeforeNext / 1000);
}
