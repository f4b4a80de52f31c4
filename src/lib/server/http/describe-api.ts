import { toJsonSchema } from '@valibot/to-json-schema';
import type * as v from 'valibot';
import { COMMANDS } from '#lib/campaign/features.ts';
import { HTTP_STATUS } from '#lib/protocol/errors.ts';
import { ENDPOINTS, type Endpoint } from './endpoints.ts';

const schemaOf = (schema: v.GenericSchema) => {
	const { $schema: _, ...rest } = toJsonSchema(schema, { errorMode: 'ignore', typeMode: 'input' });
	return rest;
};
const json = (schema: object) => ({
	required: true,
	content: { 'application/json': { schema } }
});
const BYTES = { required: true, content: { '*/*': { schema: { format: 'binary' } } } };
const answers = (description: string) => ({
	200: { description },
	default: {
		description: `{ ok: false, error: { code, message, field?, details? } }; code is one of ${Object.keys(HTTP_STATUS).join(', ')}`
	}
});
const text = { required: true, schema: { type: 'string' } };
const number = { schema: { type: 'integer', minimum: 0 } };

/** What stands in braces in an address. */
const inPath = (path: string) =>
	[...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({ name, in: 'path', ...text }));

function describeEndpoint(path: string, endpoint: Endpoint) {
	const { summary, query = [], headers = [], body, open } = endpoint;
	const parameters = [
		...inPath(path),
		...query.map((name) => ({ name, in: 'query', ...number })),
		...headers.map((name) => ({ name, in: 'header', ...text }))
	];
	return {
		summary,
		...(open ? { security: [] } : {}),
		...(parameters.length > 0 ? { parameters } : {}),
		...(body ? { requestBody: body === 'bytes' ? BYTES : json(schemaOf(body)) } : {}),
		responses: answers(endpoint.answers)
	};
}

function describeCommands() {
	const path = '/api/v1/campaigns/{slug}/commands';
	const oneOf = Object.entries(COMMANDS).map(([type, { does, input }]) => ({
		type: 'object',
		description: does,
		required: ['id', 'type', 'input'],
		properties: {
			id: { type: 'string', format: 'uuid' },
			type: { const: type },
			input: schemaOf(input)
		}
	}));
	const post = {
		summary: 'Do something; the same id again is answered again, not done again',
		parameters: inPath(path),
		requestBody: json({ oneOf }),
		responses: answers('{ ok: true, seq, result }')
	};
	return { [path]: { post } };
}

/** The OpenAPI 3.1 description of the endpoints over HTTP; the live channel is described in docs/protocol.md. */
export function describeApi() {
	const paths = Object.entries(ENDPOINTS).map(([path, methods]) => [
		path,
		Object.fromEntries(
			Object.entries(methods).map(([method, one]) => [method, describeEndpoint(path, one)])
		)
	]);
	return {
		openapi: '3.1.0',
		info: { title: 'Tiến Độ', version: '1' },
		components: {
			securitySchemes: {
				session: { type: 'apiKey', in: 'cookie', name: 'session' },
				bearer: { type: 'http', scheme: 'bearer' }
			}
		},
		security: [{ session: [] }, { bearer: [] }],
		paths: { ...(Object.fromEntries(paths) as object), ...describeCommands() }
	};
}
