import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RequestDetails, RequestTitle } from '#lib/protocol/request-details.ts';
import { startParties, type Parties } from '../harness/parties.ts';

let parties: Parties;
beforeAll(async () => {
	parties = await startParties();
});
afterAll(() => parties.leave());

const raise = async (unit: string, title: string) => {
	const input = {
		unit,
		kind: 'missing_book',
		severity: 'minor',
		title,
		body: 'Sổ năm 1998'
	} as const;
	const { result } = await parties.give(`commune-${unit}`, 'request.raise', input);
	return Number(result?.['request']);
};
const titles = async (username: string) =>
	(await parties.read<{ requests: RequestTitle[] }>(username, 'requests')).body.requests;

test('titles and histories are read by those they concern and by nobody else', async () => {
	const [here, there] = [await raise('19330', 'Thiếu sổ'), await raise('19678', 'Mất điện')];
	const both = [
		{ number: here, title: 'Thiếu sổ' },
		{ number: there, title: 'Mất điện' }
	];
	for (const username of ['coordinator', 'leader', 'administrator', 'group-3-2']) {
		expect(await titles(username)).toEqual(both);
	}
	for (const username of ['commune-19330', 'district-461']) {
		expect(await titles(username)).toEqual(both.slice(0, 1));
	}
	expect(await titles('commune-19333')).toEqual([]);
	for (const username of ['commune-19333', 'district-469', 'commune-19678']) {
		const { status } = await parties.read(username, `requests/${here}`);
		expect([username, status]).toEqual([username, 404]);
	}
	for (const absent of ['9999', '0', 'x', '1.5', '99999999999999']) {
		expect((await parties.read('coordinator', `requests/${absent}`)).status).toBe(404);
	}
});

test('a history has every step in order, who took it, and what was said', async () => {
	const request = await raise('19336', 'Thiếu sổ khai tử');
	await parties.give('group-2-2', 'request.claim', { request });
	const text = 'Sổ ở kho huyện, @commune-19336';
	await parties.give('group-2', 'request.comment', { request, text });
	const note = 'Đã tìm thấy';
	await parties.give('group-2', 'request.resolve', { request, outcome: 'done', note });
	const { body } = await parties.read<RequestDetails>('commune-19336', `requests/${request}`);
	expect(body).toMatchObject({
		...{ number: request, title: 'Thiếu sổ khai tử', body: 'Sổ năm 1998', files: [] },
		policy: { within: { response: 480 } },
		steps: [
			{ position: 1, step: 'raise', by: { username: 'commune-19336' }, group: null, text: null },
			{ position: 2, step: 'claim', by: { username: 'group-2-2' }, group: 'group-2' },
			{ position: 3, step: 'comment', text, details: { mentions: ['commune-19336'] } },
			{ position: 4, step: 'resolve', text: note, details: { outcome: 'done' } }
		]
	});
});

test('who comes too late is told in words who was first', async () => {
	const request = await raise('19339', 'Máy in hỏng');
	await parties.give('group-1', 'request.claim', { request });
	const late = await parties.give('group-4', 'request.claim', { request });
	expect(late.error).toMatchObject({
		code: 'conflict',
		message: 'Tổ trưởng tổ 1 (Tổ công tác số 1) đã nhận yêu cầu này trước.',
		details: { holder: { group: 'group-1', person: 'group-1' } }
	});
});

test('what is about a request is described with the rest', async () => {
	const response = await fetch(`${parties.server.url}/api/openapi.json`);
	const text = await response.text();
	for (const said of ['request.claim', 'incident.close', '/requests/{number}']) {
		expect(text).toContain(said);
	}
});
