import { once } from 'node:events';

interface Answer {
	id?: number;
	type: 'success' | 'error' | 'event';
	result?: unknown;
	error?: string;
	message?: string;
}

/** A connection for WebDriver BiDi (https://www.w3.org/TR/webdriver-bidi/), for commands only. */
export class Bidi {
	readonly #socket: WebSocket;
	readonly #waiting = new Map<number, { method: string; settle: (answer: Answer) => void }>();
	#last = 0;

	private constructor(socket: WebSocket) {
		this.#socket = socket;
		socket.addEventListener('message', ({ data }) => {
			const answer = JSON.parse(String(data)) as Answer;
			if (answer.id === undefined) return;
			this.#waiting.get(answer.id)?.settle(answer);
			this.#waiting.delete(answer.id);
		});
		socket.addEventListener('close', () => {
			const message = 'the browser closed the connection';
			for (const { settle } of this.#waiting.values()) settle({ type: 'error', message });
			this.#waiting.clear();
		});
	}

	static async connect(url: string): Promise<Bidi> {
		const socket = new WebSocket(url);
		await once(socket, 'open');
		return new Bidi(socket);
	}

	/** @throws when the browser answers with an error */
	send<R>(method: string, params: object = {}): Promise<R> {
		const id = ++this.#last;
		return new Promise((resolve, reject) => {
			const settle = ({ type, result, error, message }: Answer) => {
				if (type === 'success') resolve(result as R);
				else reject(new Error(`${method}: ${error ?? ''} ${message ?? ''}`));
			};
			this.#waiting.set(id, { method, settle });
			this.#socket.send(JSON.stringify({ id, method, params }));
		});
	}

	close(): void {
		this.#socket.close();
	}
}
