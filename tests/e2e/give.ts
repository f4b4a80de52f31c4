import { randomUUID } from 'node:crypto';
import { signIn } from '../harness/client.ts';
import { expect, SLUG, type Product } from './fixtures.ts';

/** The smallest picture there is. */
export const PHOTO = Buffer.from(
	'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
	'base64'
);

/** Somebody gives a command at the API. @returns its result */
export async function give(product: Product, username: string, type: string, input: object) {
	const token = await signIn(product.url, username, product.campaign.password);
	const response = await fetch(`${product.url}/api/v1/campaigns/${SLUG}/commands`, {
		method: 'POST',
		headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
		body: JSON.stringify({ id: randomUUID(), type, input })
	});
	const answer = (await response.json()) as {
		ok: boolean;
		result: { request: number; visit: number };
	};
	expect(answer).toMatchObject({ ok: true });
	return answer.result;
}

/** Somebody sends a file, to be attached to a request. @returns its id */
export async function upload(
	product: Product,
	username: string,
	{ name, type }: { name: string; type: string },
	bytes: Buffer
): Promise<string> {
	const token = await signIn(product.url, username, product.campaign.password);
	const response = await fetch(`${product.url}/api/v1/campaigns/${SLUG}/files`, {
		method: 'POST',
		headers: { authorization: `Bearer ${token}`, 'content-type': type, 'x-file-name': name },
		body: new Uint8Array(bytes)
	});
	expect(response.status).toBe(201);
	return ((await response.json()) as { id: string }).id;
}
