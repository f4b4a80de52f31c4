/**
 * Version of the live channel's messages. Raised when a page and a server of different versions would misunderstand
 * each other; a page says its own when it joins, and one that says none is taken for an integrator's program.
 */
export const PROTOCOL = 2;
