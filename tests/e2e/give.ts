import { randomUUID } from 'node:crypto';
import { signIn } from '../harness/client.ts';
import { expect, SLUG, type Product } from './fixtures.ts';

/** Somebody gives a command at the API. @returns its result */
export async function give(product: Product, username: string, type: string, input: object) {
	const token = await signIn(product.url, username, product.campaign.password);
	const response = await fetch(`${product.url}/api/v1/campaigns/${SLUG}/commands`, {
		method: 'POST',
		headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
		body: JSON.stringify({ id: randomUUID(), type, input })
	});
	const answer = (await response.json()) as { ok: boolean; result: { request: number } };
	expect(answer).toMatchObject({ ok: true });
	return answer.result;
}
