import { createECDH } from 'node:crypto';
import { expect, test } from 'vitest';
import { Browser, claimsOf } from '../harness/push-service.ts';
import { isPushService } from '#lib/server/notices/push-service.ts';
import { newPushKey, PUSH_LIMIT, sealMessage, vapidHeader } from '#lib/server/notices/web-push.ts';

test('the reader of these tests reads the example of RFC 8291', () => {
	const pair = createECDH('prime256v1');
	pair.setPrivateKey('q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94', 'base64url');
	const browser = new Browser(pair, Buffer.from('BTBZMqHH6r4Tts7J_aSIgg', 'base64url'));
	const sealed =
		'DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN';
	expect(browser.read(Buffer.from(sealed, 'base64url'))).toBe(
		'When I grow up, I want to be a watermelon'
	);
});

test('what we seal only that browser reads', () => {
	const [browser, other] = [new Browser(), new Browser()];
	const message = 'Tổ 3 đã nhận yêu cầu #12 '.repeat(100);
	const target = { endpoint: 'https://push.example/1', ...browser.keys };
	const sealed = sealMessage(target, Buffer.from(message));
	expect(browser.read(sealed)).toBe(message);
	expect(() => other.read(sealed)).toThrow();
	expect(sealMessage(target, Buffer.from('a')).equals(sealMessage(target, Buffer.from('a')))).toBe(
		false
	);
	expect(sealMessage(target, Buffer.alloc(PUSH_LIMIT)).length).toBe(4096);
});

test('a push service can tell who we are', () => {
	const key = newPushKey();
	const now = new Date('2025-03-07T03:00:00Z');
	const header = vapidHeader(key, 'https://push.example/send/1', 'mailto:a@example.vn', now);
	expect(claimsOf(header)).toEqual({
		key: key.public_key,
		claims: {
			aud: 'https://push.example',
			exp: now.getTime() / 1000 + 43_200,
			sub: 'mailto:a@example.vn'
		}
	});
	expect(() => claimsOf(header.replace(/k=.*/, `k=${newPushKey().public_key}`))).toThrow();
});

test.each([
	['https://fcm.googleapis.com/fcm/send/abc', true],
	['https://updates.push.services.mozilla.com/wpush/v2/abc', true],
	['https://web.push.apple.com/abc', true],
	['http://127.0.0.1:4000/push/1', true],
	['http://127.0.0.1:5432/', false],
	['http://fcm.googleapis.com/fcm/send/abc', false],
	['https://fcm.googleapis.com:8443/fcm/send/abc', false],
	['https://fcm.googleapis.com.evil.example/a', false],
	['https://evilpush.apple.com.example/a', false],
	['https://user@fcm.googleapis.com/a', false],
	['http://169.254.169.254/latest/meta-data', false],
	['file:///etc/passwd', false],
	['nothing', false]
])('%s is called: %s', (endpoint, isCalled) => {
	expect(isPushService(endpoint, ['127.0.0.1:4000'])).toBe(isCalled);
});
