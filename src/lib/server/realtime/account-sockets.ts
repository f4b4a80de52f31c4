import { Budget } from '../limits/budget.ts';
import { Problem } from '../problem.ts';
import type { LiveSocket } from './rooms.ts';

/** Sockets one account may have open to one process, and one session of it. */
const PER_ACCOUNT = 20;
const PER_SESSION = 10;
/** A browser that is there answers a ping every 15 s; who did not for longer may be gone, in milliseconds. */
const GONE_AFTER = 20_000;
/** Connections one account may open: screens that come back, and a network that breaks off again and again. */
const OPENED = { most: 60, perSecond: 1 };
/** Messages of one account, whatever they are: above what any limit of commands lets through. */
const MESSAGES = { most: 1_000, perSecond: 250 };

interface Open {
	session: string;
	/** When it last answered a ping, or was opened. */
	heardAt: number;
}

/** Which sockets each account has open here; it decides who may open another. */
export class AccountSockets {
	readonly #open = new Map<number, Map<LiveSocket, Open>>();
	readonly #perAccount: number;
	readonly #perSession: number;
	readonly #opened: Budget;
	readonly #messages: Budget;

	/** @param factor how many times the usual limits apply */
	constructor(factor: number) {
		const times = ({ most, perSecond }: typeof OPENED) => ({
			most: most * factor,
			perSecond: perSecond * factor
		});
		this.#perAccount = PER_ACCOUNT * factor;
		this.#perSession = PER_SESSION * factor;
		this.#opened = new Budget(times(OPENED));
		this.#messages = new Budget(times(MESSAGES));
	}

	/**
	 * Counts a socket until it is gone. When there are too many, one that was not heard for long yields.
	 * @throws `rate_limited` when all the others are alive, or when they are opened too fast
	 */
	admit(socket: LiveSocket): void {
		const { account_id, session_id } = socket.data.person;
		const own = this.#open.get(account_id) ?? new Map<LiveSocket, Open>();
		const wait = this.#opened.take(account_id);
		if (wait > 0) throw new Problem('rate_limited', 'rate_limited', { seconds: wait });
		const ofSession = [...own].filter(([, { session }]) => session === session_id);
		if (ofSession.length >= this.#perSession) yieldOne(ofSession);
		if (own.size >= this.#perAccount) yieldOne([...own]);
		this.#open.set(account_id, own);
		own.set(socket, { session: session_id, heardAt: Date.now() });
		this.#follow(socket, account_id, own);
	}

	#follow(socket: LiveSocket, account: number, own: Map<LiveSocket, Open>): void {
		const gone = () => {
			own.delete(socket);
			if (own.size === 0 && this.#open.get(account) === own) this.#open.delete(account);
		};
		socket.on('disconnect', gone);
		// One that goes before it was let in has no `disconnect`.
		socket.conn.once('close', gone);
		socket.conn.on('packet', ({ type }) => {
			if (type === 'message' && this.#messages.take(account) > 0) return socket.conn.close(true);
			const open = own.get(socket);
			if (open && type === 'pong') open.heardAt = Date.now();
		});
	}
}

/** @throws `rate_limited` when every one of them was heard a moment ago */
function yieldOne(sockets: [LiveSocket, Open][]): void {
	const [quietest] = sockets.toSorted(([, a], [, b]) => a.heardAt - b.heardAt);
	if (!quietest || Date.now() - quietest[1].heardAt < GONE_AFTER) {
		throw new Problem('rate_limited', 'rate_limited', { seconds: GONE_AFTER / 1000 });
	}
	quietest[0].conn.close(true);
}
