import { whoIsSignedIn } from './outbox/who-is-signed-in.ts';
import { hasLeft, leaveDevice } from './whose-device.ts';

/** How long a page that the browser had put aside stays hidden while the server is asked, in milliseconds. */
const HIDDEN_FOR = 3_000;
const ASK_AGAIN = 5_000;

/** Whether whoever uses this page is signing out by themselves just now: then nothing needs to be found out. */
export const signingOut = { now: false };

interface SessionGuard {
	/** The session seems to be over: asks the server what became of it. */
	check: () => void;
	stop: () => void;
}

interface Guarded {
	account: string;
	/** Somebody ended the session, or another came: nothing of the page may be seen from now on. */
	over: () => void;
}

/**
 * Keeps a page from showing what its session no longer may: after a sign-out or a revocation, also when the
 * Back button brings it to life again as it was. Kept boards, requests and pages go, the outbox does not. A
 * session whose time merely ran out leaves the page as it is, with what is being typed; nothing new comes
 * without signing in.
 */
export function guardSession({ account, over }: Guarded): SessionGuard {
	let timer: ReturnType<typeof setTimeout> | undefined;
	let stopped = false;

	const ask = async () => {
		const who = await whoIsSignedIn();
		if (stopped || signingOut.now) return who;
		if (who === 'unreachable') timer = setTimeout(check, ASK_AGAIN);
		if (who === 'ended') await leaveDevice().then(over);
		return who;
	};
	const check = () => {
		clearTimeout(timer);
		if (!signingOut.now) void ask();
	};
	const restored = async () => {
		signingOut.now = false;
		if (hasLeft(account)) return over();
		if (!navigator.onLine) return;
		const { style } = document.documentElement;
		style.visibility = 'hidden';
		const late = new Promise<'late'>((resolve) => setTimeout(resolve, HIDDEN_FOR, 'late'));
		const who = await Promise.race([ask(), late]);
		if (typeof who === 'object' && who.username !== account) over();
		style.visibility = '';
	};
	const onShow = ({ persisted }: PageTransitionEvent) => {
		if (persisted) void restored();
	};
	addEventListener('pageshow', onShow);
	return {
		check,
		stop: () => {
			stopped = true;
			clearTimeout(timer);
			removeEventListener('pageshow', onShow);
		}
	};
}
