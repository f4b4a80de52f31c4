import { command, type CommandContext } from '../commands/command.ts';
import { tooMany } from '../commands/limits.ts';
import { attachFiles } from '../files/attach.ts';
import { accessRequest, mayRead, rolesFor } from './access-request.ts';
import { stepped } from './results.ts';
import { takeStep } from './take-step.ts';

/** Something to say about it, with files. Who is named with `@` and may read it stands in its details. */
export const commentRequest = command(
	'request.comment',
	rolesFor('comment'),
	async (context, input) => {
		const { text, files } = input;
		const { row, ...access } = await accessRequest(context, input.request, 'comment');
		const { comments, mentions: called } = context.limits;
		if (row.comments >= comments) throw tooMany('limit_comments_all', comments, 'request');
		const mentions = await mentioned(context, text, row.unit_code);
		if (mentions.length > called) throw tooMany('limit_mentions', called, 'text');
		const attached = new Set(files).size;
		const change = { comments: row.comments + 1, files: row.files + attached };
		const taken = await takeStep(context, row, {
			...{ step: 'comment', ...access, text, change },
			details: mentions.length > 0 ? { mentions } : {}
		});
		const { number } = row;
		await attachFiles(context, { request: number, position: taken.position, files });
		const { facts, result } = stepped(taken);
		return { facts, result: { ...result, position: taken.position } };
	}
);

/** User names in a text that belong to members of the campaign who may read it, in the text's order. */
async function mentioned(
	{ tx, campaignId, board }: CommandContext,
	text: string,
	unit: string
): Promise<string[]> {
	const named = [...text.matchAll(/(?<![\w.@-])@([a-z0-9]+(?:[._-][a-z0-9]+)*)/gi)].map(
		([, name = '']) => name.toLowerCase()
	);
	if (named.length === 0) return [];
	const people = await tx
		.selectFrom('role_grant as g')
		.innerJoin('account as a', 'a.id', 'g.account_id')
		.select(['a.username', 'g.role', 'g.unit_code as unit', 'g.group_code as group'])
		.where('g.campaign_id', '=', campaignId)
		.where('a.username', '=', (eb) => eb.fn.any(eb.val(named)))
		.where('a.disabled_at', 'is', null)
		.execute();
	const readers = people.filter((person) => mayRead(board, person, unit));
	const usernames = new Set(readers.map(({ username }) => username));
	return [...new Set(named)].filter((name) => usernames.has(name));
}
