/** The service's explorations as the page uses them. */

import { ask, eventsOf, listAddress, post } from './service.js';

const ASK_AGAIN_AFTER_MS = 1000;

/** Begins an exploration and does not wait for its end. */
export function startExploration(scenario, request) {
    return post(`scenarios/${encodeURIComponent(scenario)}/explorations`, request, { Prefer: 'respond-async' });
}

/** @returns {Promise<{explorations: any[], next: string|null}>} newest first */
export function listExplorations(limit, cursor = null) {
    return ask(listAddress('explorations', limit, cursor));
}

export function deleteExploration(id) {
    return ask(addressOf(id), { method: 'DELETE' });
}

export function getExploration(id) {
    return ask(addressOf(id));
}

/** Stops an exploration. @returns {Promise<any>} what it had found by then */
export function cancelExploration(id) {
    return post(`${addressOf(id)}/cancel`);
}

/**
 * Tells of an exploration as it goes on. When the stream of its events ends too early, or is refused, as when the service
 * has too many followers, the exploration is asked for, and its stream again a moment later.
 *
 * @param {{onNews: (exploration: any) => void, onProblem: (error: Error) => void}} listener
 * @returns {() => void} stops telling
 */
export function followExploration(id, { onNews, onProblem }) {
    const leaving = new AbortController();
    follow();
    return () => leaving.abort();

    async function follow() {
        while (!leaving.signal.aborted) {
            try {
                for await (const { data } of eventsOf(`${addressOf(id)}/events`, leaving.signal)) tell(JSON.parse(data));
            } catch {
                // The request below says what is wrong, if it still is.
            }
            if (leaving.signal.aborted) return;
            try {
                tell(await getExploration(id));
            } catch (error) {
                if (!leaving.signal.aborted) onProblem(error);
                if (error.details?.status === 404) return; // it is forgotten, and asking will not bring it back
            }
            await new Promise((resolve) => { setTimeout(resolve, ASK_AGAIN_AFTER_MS); });
        }
    }

    function tell(news) {
        if (!leaving.signal.aborted) onNews(news);
    }
}

function addressOf(id) {
    return `explorations/${encodeURIComponent(id)}`;
}
