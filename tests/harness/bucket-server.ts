import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { refusalOf } from './signature-v4.ts';

const REGION = 'vn-north-1';
const KEY = { accessKeyId: 'TIENDO', secretAccessKey: 'not/a+secret', region: REGION };

/**
 * `well`; `gone`: connections end without an answer; `silent`: they get none; `busy`: 503.
 */
type Mood = 'well' | 'gone' | 'silent' | 'busy';

interface StoredObject {
	bytes: Buffer;
	modified: Date;
}

/** An S3-compatible store with one bucket, in memory. It checks every signature. */
export class BucketServer {
	readonly bucket = 'tien-do';
	readonly objects = new Map<string, StoredObject>();
	/** Methods it was asked with, refused or not. */
	readonly asked: string[] = [];
	mood: Mood = 'well';
	/** How many requests it stays in this mood; for ever without. */
	moodLasts = Infinity;
	/** Objects in one page of a listing. */
	page = 1000;
	readonly #server = createServer((request, response) => void this.#take(request, response));

	async start(): Promise<this> {
		this.#server.listen(0, '127.0.0.1');
		await once(this.#server, 'listening');
		return this;
	}

	stop(): Promise<unknown> {
		this.#server.closeAllConnections();
		return new Promise((resolve) => this.#server.close(resolve));
	}

	/** What the server is told. */
	environment(prefix = ''): Record<string, string> {
		const { port } = this.#server.address() as AddressInfo;
		return {
			FILES: `s3://${this.bucket}${prefix && `/${prefix}`}`,
			S3_ENDPOINT: `http://127.0.0.1:${port}`,
			S3_REGION: REGION,
			S3_ACCESS_KEY_ID: KEY.accessKeyId,
			S3_SECRET_ACCESS_KEY: KEY.secretAccessKey
		};
	}

	async #take(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const parts: Buffer[] = [];
		for await (const part of request) parts.push(part as Buffer);
		const { method = '', url = '' } = request;
		this.asked.push(method);
		const mood = this.moodLasts-- > 0 ? this.mood : 'well';
		if (mood === 'gone') return void request.socket.destroy();
		if (mood === 'silent') return;
		if (mood === 'busy') return refuse(response, 503, 'SlowDown');
		const headers = request.headers as Record<string, string>;
		const body = Buffer.concat(parts);
		const code = refusalOf({ method, url, headers, body }, KEY);
		if (code) return refuse(response, 403, code);
		if (method === 'PUT' && headers['content-length'] === undefined) {
			return refuse(response, 411, 'MissingContentLength');
		}
		const { pathname, searchParams } = new URL(url, 'http://here');
		const [, bucket, ...rest] = decodeURIComponent(pathname).split('/');
		const key = rest.join('/');
		if (bucket !== this.bucket) return refuse(response, 404, 'NoSuchBucket');
		if (key) this.#answer(response, { method, key, body });
		else response.end(this.#list(searchParams));
	}

	#answer(
		response: ServerResponse,
		{ method, key, body }: { method: string; key: string; body: Buffer }
	): void {
		const found = this.objects.get(key);
		if (method === 'PUT') {
			this.objects.set(key, { bytes: body, modified: new Date() });
			response.end();
		} else if (method === 'DELETE') {
			this.objects.delete(key);
			response.writeHead(204).end();
		} else if (found) response.end(method === 'HEAD' ? undefined : found.bytes);
		else refuse(response, 404, 'NoSuchKey');
	}

	/** ListObjectsV2, where one page ends the next begins after. */
	#list(query: URLSearchParams): string {
		const prefix = query.get('prefix') ?? '';
		const after = Buffer.from(query.get('continuation-token') ?? '', 'base64').toString();
		const keys = [...this.objects.keys()].sort().filter((key) => {
			const isUnder = key.startsWith(prefix) && !key.slice(prefix.length).includes('/');
			return (isUnder || query.get('delimiter') !== '/') && key > after;
		});
		const page = keys.slice(0, this.page);
		const isCut = keys.length > page.length;
		const token = Buffer.from(page.at(-1) ?? '').toString('base64');
		const entries = page.map((key) => {
			const modified = this.objects.get(key)?.modified.toISOString();
			return `<Contents><Key>${escaped(key)}</Key><LastModified>${modified}</LastModified></Contents>`;
		});
		return `<?xml version="1.0" encoding="UTF-8"?>
			<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">
				<Name>${this.bucket}</Name><IsTruncated>${isCut}</IsTruncated>${entries.join('')}
				${isCut ? `<NextContinuationToken>${escaped(token)}</NextContinuationToken>` : ''}
			</ListBucketResult>`;
	}
}

function refuse(response: ServerResponse, status: number, code: string): void {
	const body = `<?xml version="1.0"?><Error><Code>${code}</Code><Message>No.</Message></Error>`;
	response.writeHead(status, { 'content-type': 'application/xml' }).end(body);
}

const escaped = (text: string) => text.replace(/[&<>"'=]/g, (sign) => `&#${sign.charCodeAt(0)};`);
