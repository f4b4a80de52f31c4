import cluster from 'node:cluster';
import { createHash } from 'node:crypto';
import { RateLimiterCluster, RateLimiterMemory } from 'rate-limiter-flexible';

/** Who tries to sign in: as whom, from where, and whether they did before. */
export interface Attempt {
	/** As it was typed; whether such an account exists makes no difference here. */
	name: string;
	/** As `networkOf` says. */
	network: string;
	/** What names the device, when this very account signed in on it before. */
	known: string | null;
}

const minute = 60;
/** Failures of a name from unknown devices, wherever, that slow nobody down. */
const FREE = 20;
/** Seconds of rest after the next one; twice as long after each that follows. */
const REST = { least: 30, most: 15 * minute };

/**
 * Counts failed sign-ins only: a whole province may sign in from one address at once. A device that knows
 * the account has a budget of its own, 10 failures in 15 minutes, and is bound by no other: nobody's
 * mistakes or guesses lock its owner out. All others share: 5 failures of one name from one address in 15
 * minutes, 100 from one address in 5, and 20 of one name from anywhere in a day; then that name rests for
 * longer and longer. A name is slowed down whether it exists or not.
 */
export class SignInLimiter {
	readonly #ofDevice = limiter({ keyPrefix: 'device', points: 10, duration: 15 * minute });
	readonly #ofNameHere = limiter({ keyPrefix: 'name', points: 5, duration: 15 * minute });
	readonly #ofAddress = limiter({ keyPrefix: 'address', points: 100, duration: 5 * minute });
	readonly #ofName = limiter({ keyPrefix: 'anywhere', points: FREE, duration: 24 * 60 * minute });
	readonly #resting = limiter({ keyPrefix: 'resting', points: 1, duration: minute });

	/** Seconds to wait before the next attempt; 0 when it may be made now. */
	async wait({ name, network, known }: Attempt): Promise<number> {
		if (known !== null) return waitOf(this.#ofDevice, `${known} ${name}`);
		const waits = await Promise.all([
			waitOf(this.#ofNameHere, hereOf(name, network)),
			waitOf(this.#ofAddress, network),
			waitOf(this.#resting, cellOf(name))
		]);
		return Math.max(...waits);
	}

	async failed({ name, network, known }: Attempt): Promise<void> {
		if (known !== null) return void (await this.#ofDevice.penalty(`${known} ${name}`));
		const [anywhere] = await Promise.all([
			this.#ofName.penalty(cellOf(name)),
			this.#ofNameHere.penalty(hereOf(name, network)),
			this.#ofAddress.penalty(network)
		]);
		const over = anywhere.consumedPoints - FREE;
		if (over <= 0) return;
		const rest = Math.min(REST.least * 2 ** (over - 1), REST.most);
		await this.#resting.block(cellOf(name), rest);
	}

	/** Forgets what failed before it, where it failed; how often the name failed elsewhere stays known. */
	async succeeded({ name, network, known }: Attempt): Promise<void> {
		if (known !== null) await this.#ofDevice.delete(`${known} ${name}`);
		else await this.#ofNameHere.delete(hereOf(name, network));
	}
}

/** A name longer than any real one is cut: it is only somebody's to waste memory with. */
const hereOf = (name: string, network: string) => `${name.slice(0, 64)} ${network}`;

/** One of 65,536 counters a name shares with few others: invented names must not fill the memory. */
function cellOf(name: string): string {
	return createHash('sha256').update(name).digest('hex').slice(0, 4);
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
