import { json } from '@sveltejs/kit';
import { describeApi } from '#lib/server/http/describe-api.ts';
import type { RequestHandler } from './$types';

/** What the API takes and answers, made from the schemas that validate. */
export const GET: RequestHandler = () => json(describeApi());
