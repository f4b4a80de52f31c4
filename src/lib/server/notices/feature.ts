import { feature } from '../feature.ts';
import { Notices } from './notices.ts';

/** Who is told of what happens, and by which ways. */
export const notices = feature({
	commands: {},
	due: ({ noticesMade: made, ...services }) => [new Notices({ ...services, made }).due]
});
