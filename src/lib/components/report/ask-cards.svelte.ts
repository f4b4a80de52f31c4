import { createContext } from 'svelte';
import type { Attachment } from 'svelte/attachments';

interface CardOnPage {
	id: string;
	title: string;
	inView: boolean;
}

/** Which cards of a page ask for something, and whether they can be seen: they may come while one types. */
export class AskCards {
	#cards = $state.raw<CardOnPage[]>([]);
	/** A card that is somewhere else on the page; null when none is. */
	readonly elsewhere = $derived(this.#cards.find(({ inView }) => !inView) ?? null);

	/** Watches a card for as long as it is there. */
	watch(id: string, title: string): Attachment<Element> {
		return (element) => {
			const put = (inView: boolean) => {
				const others = this.#cards.filter((card) => card.id !== id);
				this.#cards = [...others, { id, title, inView }];
			};
			const observer = new IntersectionObserver(
				// As much as counts as shown, see `whenSeen`: what is seen less of is pointed at.
				([entry]) => entry && put(entry.intersectionRatio >= 0.6),
				{ threshold: [0, 0.3, 0.6, 1], rootMargin: '0px 0px -170px' } // the sticky foot
			);
			observer.observe(element);
			return () => {
				observer.disconnect();
				this.#cards = this.#cards.filter((card) => card.id !== id);
			};
		};
	}
}

export const [useAskCards, provideAskCards] = createContext<AskCards>();
