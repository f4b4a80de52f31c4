import type * as v from 'valibot';
import {
	NoticeSettings,
	PushEndpoint,
	PushSubscriptionInput,
	ReadNotices
} from '#lib/protocol/notices.ts';
import { SessionSettings } from '#lib/protocol/people.ts';
import { Credentials } from '../auth/sign-in.ts';

/** One address and method, for who reads the API. What stands in braces in an address need not be said again. */
export interface Endpoint {
	summary: string;
	/** What it answers. */
	answers: string;
	query?: readonly string[];
	headers?: readonly string[];
	/** Schema of the body's JSON, or whatever bytes come. */
	body?: v.GenericSchema | 'bytes';
	/** For people who are not signed in. */
	open?: true;
}
type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';

const CAMPAIGN = '/api/v1/campaigns/{slug}';

/** The endpoints over HTTP besides the one for commands, in the order in which they are described. */
export const ENDPOINTS: Readonly<Record<string, { [M in Method]?: Endpoint }>> = {
	'/healthz': {
		get: { summary: 'Whether the server and its database answer', answers: 'Healthy' }
	},
	'/api/v1/session': {
		post: {
			summary: 'Sign in: a cookie, and a token for Authorization: Bearer and the socket',
			answers: '{ ok: true, token, person }',
			body: Credentials,
			open: true
		},
		get: { summary: 'Who is signed in', answers: '{ ok: true, person }' },
		patch: {
			summary: 'Set the language you read in; mail is written in it',
			answers: '{ ok: true }',
			body: SessionSettings
		},
		delete: { summary: 'Sign out', answers: '{ ok: true }' }
	},
	'/api/v1/campaigns': {
		get: { summary: 'The campaigns you take part in', answers: '{ campaigns }' }
	},
	[`${CAMPAIGN}/snapshot`]: {
		get: {
			summary:
				'The campaign as it stands and as you may know it; ETag is its seq and whose view it is',
			answers: '{ view, seq, as_of, campaign, units, groups, visits, requests, incidents }'
		}
	},
	[`${CAMPAIGN}/facts`]: {
		get: {
			summary: 'What came after a seq',
			answers: '{ head, facts }',
			query: ['after', 'limit']
		}
	},
	[`${CAMPAIGN}/boundaries`]: { get: { summary: 'Boundaries', answers: 'TopoJSON' } },
	[`${CAMPAIGN}/reports/{unit}`]: {
		get: {
			summary:
				'The days a commune within your reach has reported, with lines, disputes and returned comments',
			answers: '{ unit, days }'
		}
	},
	[`${CAMPAIGN}/reports/{unit}/{date}`]: {
		get: {
			summary:
				"Everything that happened to a commune's day: revisions, verdicts, unlocks, reminders",
			answers: '{ unit, date, revisions, earlier, stood, disputes, reviews, unlocks, reminders }',
			query: ['before', 'limit']
		}
	},
	[`${CAMPAIGN}/visits/{number}`]: {
		get: {
			summary: "A visit's note and history, for those it concerns",
			answers: '{ number, note, steps }'
		}
	},
	[`${CAMPAIGN}/requests`]: {
		get: {
			summary: 'The titles of the support requests you may read',
			answers: '{ requests: [{ number, title }] }'
		}
	},
	[`${CAMPAIGN}/requests/{number}`]: {
		get: {
			summary: "A support request's texts, files and history, for those it concerns",
			answers: '{ number, title, body, policy, files, steps, earlier }',
			query: ['before', 'limit']
		}
	},
	[`${CAMPAIGN}/files`]: {
		post: {
			summary:
				'Send a picture (JPEG, PNG, WebP) or a PDF of up to 10 MB; its id goes with request.raise or request.comment',
			answers: '201: { id, name, type, size }',
			headers: ['x-file-name'],
			body: 'bytes'
		}
	},
	[`${CAMPAIGN}/files/{id}`]: {
		get: {
			summary: "A file's bytes, for those who may read its request; before that for its sender",
			answers: 'The file'
		}
	},
	[`${CAMPAIGN}/notices`]: {
		get: {
			summary: 'What you have been told, by thread, newest first',
			answers: '{ unread, notices, older, muted, push_key }',
			query: ['before', 'unread']
		}
	},
	[`${CAMPAIGN}/notices/read`]: {
		post: { summary: 'Mark notices as read', answers: '{ unread }', body: ReadNotices }
	},
	[`${CAMPAIGN}/notices/settings`]: {
		put: {
			summary: 'Choose what is not sent to your phone and mail',
			answers: '{ muted }',
			body: NoticeSettings
		}
	},
	[`${CAMPAIGN}/notices/push`]: {
		put: {
			summary: 'Be told in this browser while no page is open, until the session ends',
			answers: '{ ok: true }',
			body: PushSubscriptionInput
		},
		delete: {
			summary: 'Be told no more in this browser',
			answers: '{ ok: true }',
			body: PushEndpoint
		}
	}
};
