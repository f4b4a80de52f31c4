import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { AwsClient } from 'aws4fetch';
import type { Logger } from 'pino';
import { StoreAway } from '../problem.ts';
import { errorIn, pageIn, type Listed } from './bucket-xml.ts';

export interface BucketAddress {
	/** Path style, e.g. https://s3.example.vn/tien-do: not every store has a host name per bucket. */
	url: string;
	region: string;
	accessKeyId: string;
	secretAccessKey: string;
}

/** How long one thing may take, tries and all, in milliseconds. */
const PATIENCE = 15_000;
/** Before each try. A store that is busy says so, and a connection that was kept open may have died. */
const PAUSES = [0, 100, 400];

/**
 * A bucket of an S3-compatible store. One that cannot be reached, is silent or fails throws `StoreAway`, and
 * the log says why; one that refuses us (keys, rights, no such bucket) throws an error that says how.
 */
export class Bucket {
	readonly #url: string;
	readonly #client: AwsClient;
	readonly #log: Logger;
	readonly #patience: number;

	constructor({ url, ...rest }: BucketAddress, log: Logger, patience = PATIENCE) {
		this.#url = url;
		this.#client = new AwsClient({ ...rest, service: 's3' });
		this.#log = log;
		this.#patience = patience;
	}

	/** It is there whole when this has returned; otherwise whole or not at all. */
	async put(key: string, bytes: Buffer): Promise<void> {
		await this.#ask('PUT', `/${key}`, bytes);
	}

	async get(key: string): Promise<Buffer | null> {
		return this.#ask('GET', `/${key}`);
	}

	/** Also when it is not there. */
	async delete(key: string): Promise<void> {
		await this.#ask('DELETE', `/${key}`);
	}

	/** What is directly under a prefix, as many at a time as the store answers. */
	async *list(prefix: string): AsyncGenerator<Listed[]> {
		for (let token: string | null = ''; token !== null;) {
			const query = new URLSearchParams({ 'list-type': '2', delimiter: '/', prefix });
			if (token) query.set('continuation-token', token);
			const page = pageIn((await this.#ask('GET', `?${query}`)) ?? Buffer.alloc(0));
			yield page.objects;
			token = page.next;
		}
	}

	/** The body of the answer; null when what is asked for is not there. */
	async #ask(method: string, path: string, sent?: Buffer): Promise<Buffer | null> {
		const { status, body } = await this.#send(method, path, sent);
		if (status >= 200 && status < 300) return body;
		const { code, message } = errorIn(body);
		if (status === 404 && !sent && code !== 'NoSuchBucket') return null;
		throw new Error(`The store of files answered ${status} to ${method}: ${code} ${message}`);
	}

	async #send(
		method: string,
		path: string,
		sent: Buffer | undefined
	): Promise<{ status: number; body: Buffer }> {
		const signal = AbortSignal.timeout(this.#patience);
		const hash = createHash('sha256').update(sent ?? '');
		const headers = { 'x-amz-content-sha256': hash.digest('hex') };
		const body = (sent as Uint8Array<ArrayBuffer> | undefined) ?? null;
		const init = { method, headers, body, redirect: 'manual', signal } as const;
		let reason: unknown;
		for (const pause of PAUSES) {
			const request = await this.#client.sign(this.#url + path, init);
			try {
				await sleep(pause, undefined, { signal });
				const response = await fetch(request);
				const { status } = response;
				const answer = Buffer.from(await response.arrayBuffer());
				if (status < 500 && status !== 429) return { status, body: answer };
				reason = new Error(`it answered ${status}: ${errorIn(answer).code}`);
			} catch (error) {
				reason = error;
			}
			if (signal.aborted) break;
		}
		this.#log.warn({ err: reason }, 'the store of files is away');
		throw new StoreAway('the store of files is away', { cause: reason });
	}
}
