import { readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';

/** An address that answers, as the file system of the routes says. */
export interface Endpoint {
	/** With its parts in brackets: `/api/v1/campaigns/[slug]/facts`. */
	path: string;
	method: string;
}

const ROUTES = 'src/routes';
const METHOD =
	/export const (GET|POST|PUT|PATCH|DELETE)\b|export (?:async )?function (GET|POST|PUT|PATCH|DELETE)\b/g;

/** Every endpoint, page, page's data and form there is; a new one is among them by itself. */
export function endpoints(): Endpoint[] {
	const files = readdirSync(ROUTES, { recursive: true, encoding: 'utf8' });
	return files.flatMap((file) => {
		const place = file.split(sep).slice(0, -1);
		const path = `/${place.filter((part) => !/^\(.*\)$/.test(part)).join('/')}`;
		const source = () => readFileSync(join(ROUTES, file), 'utf8');
		if (/\+server\.ts$/.test(file)) {
			return [...source().matchAll(METHOD)].map(([, a, b]) => ({ path, method: a ?? b ?? '' }));
		}
		if (/\+page\.svelte$/.test(file)) {
			const data = `${path.replace(/\/$/, '')}/__data.json`;
			return [path, data].map((address) => ({ path: address, method: 'GET' }));
		}
		if (/\+page\.server\.ts$/.test(file) && /export const actions/.test(source())) {
			return [{ path, method: 'POST' }];
		}
		return [];
	});
}

/** What the schemas of the API call the same path: `/api/v1/campaigns/{slug}/facts`. */
export const described = (path: string) => path.replace(/\[+(\w+)\]+/g, '{$1}');
