/** The service's explorations as the page uses them. */

import { ask, post } from './service.js';

const ASK_AGAIN_AFTER_MS = 1000;

/** Begins an exploration and does not wait for its end. */
export function startExploration(scenario, request) {
    return post(`scenarios/${encodeURIComponent(scenario)}/explorations`, request, { Prefer: 'respond-async' });
}

export function getExploration(id) {
    return ask(addressOf(id));
}

/** Stops an exploration. @returns {Promise<any>} what it had found by then */
export function cancelExploration(id) {
    return post(`${addressOf(id)}/cancel`);
}

/**
 * Tells of an exploration as it goes on. A browser connects anew by itself when a connection breaks; when it gives
 * up, as it does when the service has too many followers, the service is asked from time to time instead.
 *
 * @param {{onNews: (exploration: any) => void, onProblem: (error: Error) => void}} listener
 * @returns {() => void} stops telling
 */
export function followExploration(id, { onNews, onProblem }) {
    const events = new EventSource(`${addressOf(id)}/events`);
    let timer = null;
    let hasLeft = false;
    const take = (event) => onNews(JSON.parse(event.data));
    events.addEventListener('progress', take);
    events.addEventListener('exploration', (event) => {
        events.close();
        take(event);
    });
    events.addEventListener('error', () => {
        if (events.readyState === EventSource.CLOSED) askAgain();
    });

    async function askAgain() {
        try {
            const news = await getExploration(id);
            if (!hasLeft) onNews(news);
        } catch (error) {
            if (!hasLeft) onProblem(error);
            if (error.details?.status === 404) return; // it is forgotten, and asking will not bring it back
        }
        if (!hasLeft) timer = setTimeout(askAgain, ASK_AGAIN_AFTER_MS);
    }

    return () => {
        hasLeft = true;
        clearTimeout(timer);
        events.close();
    };
}

function addressOf(id) {
    return `explorations/${encodeURIComponent(id)}`;
}
