import { toJsonSchema } from '@valibot/to-json-schema';
import { COMMANDS } from '#lib/campaign/features.ts';
import { HTTP_STATUS } from '#lib/protocol/errors.ts';
import {
	NoticeSettings,
	PushEndpoint,
	PushSubscriptionInput,
	ReadNotices
} from '#lib/protocol/notices.ts';
import { SessionSettings } from '#lib/protocol/people.ts';
import { Credentials } from '../auth/sign-in.ts';

const schemaOf = (schema: Parameters<typeof toJsonSchema>[0]) => {
	const { $schema: _, ...rest } = toJsonSchema(schema, { errorMode: 'ignore', typeMode: 'input' });
	return rest;
};
const body = (schema: object) => ({
	required: true,
	content: { 'application/json': { schema } }
});
const answers = (description: string) => ({
	200: { description },
	default: {
		description: `{ ok: false, error: { code, message, field?, details? } }; code is one of ${Object.keys(HTTP_STATUS).join(', ')}`
	}
});
const slug = { name: 'slug', in: 'path', required: true, schema: { type: 'string' } };
const read = (summary: string, description: string, parameters: object[] = [slug]) => ({
	get: { summary, parameters, responses: answers(description) }
});
const inPath = (name: string) => ({ ...slug, name });
const query = (name: string) => ({ name, in: 'query', schema: { type: 'integer', minimum: 0 } });

/** The OpenAPI 3.1 description of the HTTP doors; the live channel is described in docs/protocol.md. */
export function describeApi() {
	const commands = Object.entries(COMMANDS).map(([type, { does, input }]) => ({
		type: 'object',
		description: does,
		required: ['id', 'type', 'input'],
		properties: {
			id: { type: 'string', format: 'uuid' },
			type: { const: type },
			input: schemaOf(input)
		}
	}));
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
		paths: {
			'/healthz': read('Whether the server and its database answer', 'Healthy', []),
			'/api/v1/session': {
				post: {
					summary: 'Sign in: a cookie, and a token for Authorization: Bearer and the socket',
					security: [],
					requestBody: body(schemaOf(Credentials)),
					responses: answers('{ ok: true, token, person }')
				},
				get: { summary: 'Who is signed in', responses: answers('{ ok: true, person }') },
				patch: {
					summary: 'Set the language you read in; mail is written in it',
					requestBody: body(schemaOf(SessionSettings)),
					responses: answers('{ ok: true }')
				},
				delete: { summary: 'Sign out', responses: answers('{ ok: true }') }
			},
			'/api/v1/campaigns': read('The campaigns you take part in', '{ campaigns }', []),
			'/api/v1/campaigns/{slug}/snapshot': read(
				'The campaign as it stands and as you may know it; ETag is its seq and whose view it is',
				'{ view, seq, as_of, campaign, units, groups, visits, requests, incidents }'
			),
			'/api/v1/campaigns/{slug}/facts': read('What came after a seq', '{ head, facts }', [
				slug,
				query('after'),
				query('limit')
			]),
			'/api/v1/campaigns/{slug}/boundaries': read('Boundaries', 'TopoJSON'),
			'/api/v1/campaigns/{slug}/reports/{unit}': read(
				'The days a commune within your reach has reported, with lines, disputes and returned comments',
				'{ unit, days }',
				[slug, inPath('unit')]
			),
			'/api/v1/campaigns/{slug}/reports/{unit}/{date}': read(
				"Everything that happened to a commune's day: revisions, verdicts, unlocks, reminders",
				'{ unit, date, revisions, earlier, stood, disputes, reviews, unlocks, reminders }',
				[slug, inPath('unit'), inPath('date'), query('before'), query('limit')]
			),
			'/api/v1/campaigns/{slug}/visits/{number}': read(
				"A visit's note and history, for those it concerns",
				'{ number, note, steps }',
				[slug, inPath('number')]
			),
			'/api/v1/campaigns/{slug}/requests': read(
				'The titles of the support requests you may read',
				'{ requests: [{ number, title }] }'
			),
			'/api/v1/campaigns/{slug}/requests/{number}': read(
				"A support request's texts, files and history, for those it concerns",
				'{ number, title, body, policy, files, steps, earlier }',
				[slug, inPath('number'), query('before'), query('limit')]
			),
			'/api/v1/campaigns/{slug}/files': {
				post: {
					summary:
						'Send a picture (JPEG, PNG, WebP) or a PDF of up to 10 MB; its id goes with request.raise or request.comment',
					parameters: [slug, { ...slug, name: 'x-file-name', in: 'header' }],
					requestBody: { required: true, content: { '*/*': { schema: { format: 'binary' } } } },
					responses: answers('201: { id, name, type, size }')
				}
			},
			'/api/v1/campaigns/{slug}/files/{id}': read(
				"A file's bytes, for those who may read its request; before that for its sender",
				'The file',
				[slug, inPath('id')]
			),
			'/api/v1/campaigns/{slug}/notices': read(
				'What you have been told, by thread, newest first',
				'{ unread, notices, older, muted, push_key }',
				[slug, query('before'), query('unread')]
			),
			'/api/v1/campaigns/{slug}/notices/read': {
				post: {
					summary: 'Mark notices as read',
					parameters: [slug],
					requestBody: body(schemaOf(ReadNotices)),
					responses: answers('{ unread }')
				}
			},
			'/api/v1/campaigns/{slug}/notices/settings': {
				put: {
					summary: 'Choose what is not sent to your phone and mail',
					parameters: [slug],
					requestBody: body(schemaOf(NoticeSettings)),
					responses: answers('{ muted }')
				}
			},
			'/api/v1/campaigns/{slug}/notices/push': {
				put: {
					summary: 'Be told in this browser while no page is open, until the session ends',
					parameters: [slug],
					requestBody: body(schemaOf(PushSubscriptionInput)),
					responses: answers('{ ok: true }')
				},
				delete: {
					summary: 'Be told no more in this browser',
					parameters: [slug],
					requestBody: body(schemaOf(PushEndpoint)),
					responses: answers('{ ok: true }')
				}
			},
			'/api/v1/campaigns/{slug}/commands': {
				post: {
					summary: 'Do something; the same id again is answered again, not done again',
					parameters: [slug],
					requestBody: body({ oneOf: commands }),
					responses: answers('{ ok: true, seq, result }')
				}
			}
		}
	};
}
