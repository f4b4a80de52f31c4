import { json } from '@sveltejs/kit';
import { HTTP_STATUS } from '#lib/protocol/errors.ts';
import { runCommand } from '#lib/server/commands/run-command.ts';
import { runtime } from '#lib/server/runtime.ts';
import type { RequestHandler } from './$types';

/** The same handler as behind the socket. */
export const POST: RequestHandler = async ({ params, request, locals: { person, locale } }) => {
	const payload: unknown = await request.json().catch(() => null);
	if (person) runtime().live.presence.heard(person);
	const reply = await runCommand(runtime(), { person, campaign: params.slug, locale }, payload);
	return json(reply, { status: reply.ok ? 200 : HTTP_STATUS[reply.error.code] });
};
