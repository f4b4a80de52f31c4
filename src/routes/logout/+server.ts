import { redirect } from '@sveltejs/kit';
import { leave } from '#lib/server/auth/doors.ts';

export async function POST(event) {
	await leave(event);
	redirect(303, '/login');
}
