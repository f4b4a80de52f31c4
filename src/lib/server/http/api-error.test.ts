import type { IncomingMessage, ServerResponse } from 'node:http';
import { describe, expect, it } from 'vitest';
import { apiError, isApi } from './api-error.ts';
import { refuseEarly } from './refuse-early.ts';

const told = async (response: Response) => ({
	status: response.status,
	type: response.headers.get('content-type'),
	body: (await response.json()) as unknown
});

describe('an error under /api is JSON, whoever made it', () => {
	it.each([
		[404, 'not_found'],
		[405, 'invalid'],
		[400, 'invalid'],
		[413, 'invalid'],
		[415, 'invalid'],
		[403, 'forbidden'],
		[500, 'unavailable'],
		[503, 'unavailable']
	])('a page of status %i becomes %s', async (status, code) => {
		const page = new Response('<!doctype html>', {
			status,
			headers: { 'content-type': 'text/html' }
		});
		const { body, ...rest } = await told(await apiError(page, 'en'));
		expect(rest).toEqual({ status, type: 'application/json' });
		expect(body).toMatchObject({ ok: false, error: { code } });
		expect((body as { error: { message: string } }).error.message).toMatch(/\w{3}/);
	});

	it('keeps what says which methods there are, and the id of a failure', async () => {
		const refused = new Response('no', { status: 405, headers: { allow: 'GET, HEAD' } });
		expect((await apiError(refused, 'en')).headers.get('allow')).toBe('GET, HEAD');
		const failed = await told(await apiError(new Response('', { status: 500 }), 'en', 'abcd1234'));
		expect(failed.body).toMatchObject({
			error: { message: expect.stringContaining('abcd1234') as string }
		});
	});

	it('leaves our own refusals and all that is no error as they are', async () => {
		const own = Response.json(
			{ ok: false, error: { code: 'locked', message: 'x' } },
			{ status: 423 }
		);
		expect(await apiError(own, 'en')).toBe(own);
		const page = new Response('<p>', { headers: { 'content-type': 'text/html' } });
		expect(await apiError(page, 'en')).toBe(page);
	});

	it('is asked of the API alone', () => {
		expect(['/api', '/api/v1/x', '/apis', '/login'].map(isApi)).toEqual([true, true, false, false]);
	});
});

describe('what reaches no handler', () => {
	const ask = (method: string, url: string) => {
		let status = 0;
		let body = '';
		const response = {
			writeHead: (code: number) => void (status = code),
			end: (text: string) => void (body = text)
		} as unknown as ServerResponse;
		const early = refuseEarly({ method, url, headers: {} } as unknown as IncomingMessage, response);
		return early ? { status, ...(JSON.parse(body) as object) } : null;
	};
	it.each([
		['TRACE', '/api/v1/campaigns', 405],
		['GET', '/api/v1/campaigns?x-sveltekit-x=1', 400],
		['GET', '/api/v1/campaigns?a=1&x%2Dsveltekit-x', 400]
	])('%s %s is refused in JSON', (method, url, status) => {
		expect(ask(method, url)).toMatchObject({ status, ok: false, error: { code: 'invalid' } });
	});
	it.each([
		['GET', '/api/v1/campaigns?after=%E0%A4%A'],
		['POST', '/api/v1/session'],
		['TRACE', '/login']
	])('%s %s is not', (method, url) => {
		expect(ask(method, url)).toBeNull();
	});
});
